// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.policy.ProtocolState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of the service that a test can read. */
@ThreadSafe
public final class CountedDecisions implements QuotaMetrics {
    public final List<String> recipients = new CopyOnWriteArrayList<>();
    public final List<String> verdicts = new CopyOnWriteArrayList<>();
    public final List<String> sizes = new CopyOnWriteArrayList<>();
    public final List<String> outcomes = new CopyOnWriteArrayList<>();
    public final AtomicInteger saved = new AtomicInteger();
    public final AtomicInteger tooMany = new AtomicInteger();

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
