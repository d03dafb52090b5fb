// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import dev.sekisho.account.SecretRepository;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes behind who used CRAM-MD5, APOP or an app password, and when last. A login never waits for it.
 *
 * <p>What cannot be written is kept for the next time, one entry an account and method; beyond a bound new ones are dropped:
 * a report may miss one, the memory must not.
 *
 * <p>Safe for use by many threads.
 */
public final class LoginUses {
    private static final int MAX_WAITING = 100_000;

    private record Use(String account, String method) {}

    private final SecretRepository store;
    private final Clock clock;
    private final Map<Use, OffsetDateTime> waiting = new ConcurrentHashMap<>();
    private boolean failing;

    public LoginUses(SecretRepository store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void used(String account, AuthMethod method) {
        note(new Use(account, method.wireName()));
    }

    void appPasswordUsed(String id) {
        note(new Use(id, ""));
    }

    private void note(Use use) {
        if (waiting.size() < MAX_WAITING || waiting.containsKey(use)) {
            waiting.put(use, OffsetDateTime.now(clock.withZone(ZoneOffset.UTC)));
        }
    }

    /** Writes what is waiting. Never throws for a database in trouble: it is told once and tried again next time. */
    public synchronized void write() {
        for (Map.Entry<Use, OffsetDateTime> each : Map.copyOf(waiting).entrySet()) {
            Use use = each.getKey();
            OffsetDateTime at = each.getValue();
            try {
                if (use.method().isEmpty()) {
                    store.appPasswordUsed(use.account(), at);
                } else {
                    store.used(use.account(), use.method(), at);
                }
            } catch (RuntimeException e) {
                if (!failing) {
                    MailAuthMessages.usesNotWritten(e);
                    failing = true;
                }
                return;
            }
            // A use that came meanwhile stays for the next time.
            waiting.remove(use, at);
            if (failing) {
                MailAuthMessages.usesWrittenAgain();
                failing = false;
            }
        }
    }
}
