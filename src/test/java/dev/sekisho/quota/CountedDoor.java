// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.policy.ProtocolState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Meters of the door that a test can read. Safe for use by many threads. */
final class CountedDoor implements QuotaMeters {
    final List<String> recipients = new CopyOnWriteArrayList<>();
    final List<String> verdicts = new CopyOnWriteArrayList<>();
    final List<String> sizes = new CopyOnWriteArrayList<>();
    final List<String> outcomes = new CopyOnWriteArrayList<>();
    final AtomicInteger saved = new AtomicInteger();
    final AtomicInteger tooMany = new AtomicInteger();

    @Override
    public void recipient(boolean sizeDeclared) {
        recipients.add(sizeDeclared ? "declared" : "none");
    }

    @Override
    public void verdict(ProtocolState stage, String result) {
        verdicts.add(stage.wireName() + ' ' + result);
    }

    @Override
    public void sizes(long declaredBytes, long realBytes) {
        sizes.add(declaredBytes + " " + realBytes);
    }

    @Override
    public void ended(String outcome) {
        outcomes.add(outcome);
    }

    @Override
    public void tooMany(int count) {
        tooMany.addAndGet(count);
    }

    @Override
    public void bouncesSaved(int count) {
        saved.addAndGet(count);
    }
}
