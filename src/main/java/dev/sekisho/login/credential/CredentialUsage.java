// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.Outage;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.login.AuthMethod;
import dev.sekisho.login.LoginMessages;
import dev.sekisho.writebehind.RowWriter;
import dev.sekisho.writebehind.WriterProgress;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the last use of CRAM-MD5, APOP and app passwords to the database in the background. A login never waits for
 * it.
 *
 * <p>What cannot be written is kept for the next call, one entry for each account and method. Beyond a bound new ones
 * are dropped: a report may miss one, but memory stays bounded.
 */
@ThreadSafe
public final class CredentialUsage {
    private static final int MAX_WAITING = 100_000;

    private static final int BATCH = 100;

    private record Use(String account, String method) {}

    private final SecretRepository store;
    private final Clock clock;
    private final Map<Use, OffsetDateTime> waiting = new ConcurrentHashMap<>();
    private final WriterProgress progress;
    private final RowWriter<Map.Entry<Use, OffsetDateTime>> rows;
    private final Outage outage;

    public CredentialUsage(SecretRepository store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.outage = new Outage(clock);
        this.progress = new WriterProgress("login-uses", clock, waiting::size);
        this.rows = new RowWriter<>(progress, each -> each.getKey().account(), this::store);
    }

    /** The progress of this writer. */
    public WriterProgress progress() {
        return progress;
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

    /** Writes what is waiting. Never throws: a failure is logged once, and the next call retries. */
    public synchronized void write() {
        progress.begins();
        // A use that comes meanwhile stays for the next call.
        List<Map.Entry<Use, OffsetDateTime>> taken =
                new ArrayList<>(Map.copyOf(waiting).entrySet());
        try {
            for (int from = 0; from < taken.size(); from += BATCH) {
                List<Map.Entry<Use, OffsetDateTime>> batch = taken.subList(from, Math.min(from + BATCH, taken.size()));
                rows.write(new ArrayList<>(batch));
                batch.forEach(each -> waiting.remove(each.getKey(), each.getValue()));
            }
        } catch (RuntimeException e) {
            if (outage.begins()) {
                LoginMessages.usesNotWritten(e);
            }
            return;
        }
        progress.written();
        if (outage.ends()) {
            LoginMessages.usesWrittenAgain();
        }
    }

    /** Each use is a transaction; writing it twice changes nothing. */
    private void store(List<Map.Entry<Use, OffsetDateTime>> uses) {
        for (Map.Entry<Use, OffsetDateTime> each : uses) {
            Use use = each.getKey();
            if (use.method().isEmpty()) {
                store.appPasswordUsed(use.account(), each.getValue());
            } else {
                store.used(use.account(), use.method(), each.getValue());
            }
        }
    }
}
