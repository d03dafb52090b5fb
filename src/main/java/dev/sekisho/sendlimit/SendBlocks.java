// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.Outage;
import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.sendlimit.counter.LimitEvent;
import dev.sekisho.sendlimit.counter.LimitListener;
import dev.sekisho.sendlimit.counter.LimitedCounter;
import dev.sekisho.writebehind.RowWriter;
import dev.sekisho.writebehind.WriterProgress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The accounts that a limit has send-blocked: on this node at once, and a second later in the database, which all nodes
 * follow.
 *
 * <p>While the database is down they stay send-blocked on this node. Only accounts of the directory can be
 * send-blocked.
 */
@ThreadSafe
public class SendBlocks implements LimitListener {
    /** After this time the directory has read what was written, and its state decides. */
    private static final long SETTLED_MILLIS = 5_000;

    private record SendBlock(LimitEvent event, long writtenMillis) {
        boolean isWritten() {
            return writtenMillis != 0;
        }
    }

    private final Map<String, SendBlock> sendBlocks = new ConcurrentHashMap<>();
    private final DirectoryCache directory;
    private final Clock clock;
    private final WriterProgress progress;
    private final RowWriter<LimitEvent> rows;
    private final Outage outage;

    public SendBlocks(DirectoryCache directory, SendBlockStore store, Clock clock) {
        this.directory = directory;
        this.clock = clock;
        this.outage = new Outage(clock);
        this.progress = new WriterProgress("send-blocks", clock, this::unwritten);
        this.rows =
                new RowWriter<>(progress, LimitEvent::account, events -> events.forEach(event -> block(store, event)));
    }

    private void block(SendBlockStore store, LimitEvent event) {
        ChangedRows.begin();
        try {
            store.block(event.account(), "limit " + event.limit() + ", " + event.used() + " attempted", event.at());
        } finally {
            ChangedRows changed = ChangedRows.end();
            // After a rollback the rows are the same as before.
            directory.apply(changed);
            changed.applied();
        }
    }

    /** The progress of the writer. */
    public WriterProgress progress() {
        return progress;
    }

    private int unwritten() {
        return (int)
                sendBlocks.values().stream().filter(block -> !block.isWritten()).count();
    }

    @Override
    public void limitReached(LimitEvent event) {
        if (event.kind() == LimitEvent.Kind.SEND_BLOCKED
                && event.scope().equals(LimitedCounter.ACCOUNT)
                && directory.sender(event.account()).known()
                && sendBlocks.putIfAbsent(event.account(), new SendBlock(event, 0)) == null) {
            SendLimitMessages.accountSendBlocked(event.account(), event.limit(), event.used());
        }
    }

    public boolean isSendBlocked(String account) {
        return !sendBlocks.isEmpty() && sendBlocks.containsKey(account);
    }

    /** Writes what is not written yet. Never throws: after a failure the next call retries. */
    public synchronized void write() {
        long now = clock.millis();
        progress.begins();
        boolean all = true;
        for (Map.Entry<String, SendBlock> each : List.copyOf(sendBlocks.entrySet())) {
            SendBlock block = each.getValue();
            if (block.isWritten()) {
                boolean takenOver = !directory.sender(each.getKey()).permitted();
                // Math.abs: a clock that was set back must not keep it for longer.
                if (takenOver || Math.abs(now - block.writtenMillis) >= SETTLED_MILLIS) {
                    sendBlocks.remove(each.getKey(), block);
                }
            } else if (write(block.event)) {
                sendBlocks.put(each.getKey(), new SendBlock(block.event, now));
            } else {
                all = false;
            }
        }
        if (all) {
            progress.written();
            // The end is not logged: the block is in the database then.
            outage.ends();
        }
    }

    private boolean write(LimitEvent event) {
        try {
            rows.write(new ArrayList<>(List.of(event)));
        } catch (RuntimeException e) {
            // The one place that handles a database failure.
            if (outage.begins()) {
                SendLimitMessages.sendBlockNotWritten(event.account(), e);
            }
            return false;
        }
        return true;
    }
}
