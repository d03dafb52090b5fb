// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads a request body of bounded length as it arrives, without blocking a thread.
 *
 * <p>The container calls it from one thread at a time, and may end the request from another one.
 */
final class BodyReader implements ReadListener {
    /** First size of the buffer: enough for most bodies of the API and the console. */
    private static final int FIRST_BYTES = 1024;

    private final ServletInputStream input;
    private final int mostBytes;
    private final BodyBudget budget;
    private final Ending ending;
    private final Consumer<byte[]> whole;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean over;

    /**
     * @param mostBytes maximum length; the body counts as complete there
     * @param whole receives the body
     */
    BodyReader(ServletInputStream input, int mostBytes, BodyBudget budget, Ending ending, Consumer<byte[]> whole) {
        this.input = input;
        this.mostBytes = mostBytes;
        this.budget = budget;
        this.ending = ending;
        this.whole = whole;
        ending.then(this::finish);
    }

    @Override
    public synchronized void onDataAvailable() throws IOException {
        while (!over && !ending.isOver() && input.isReady()) {
            if (length == bytes.length && !grow()) {
                ending.refuse(503, Refusal.BUSY);
                return;
            }
            int read = input.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return;
            }
            length += read;
            if (length == mostBytes) {
                done();
            }
        }
    }

    @Override
    public synchronized void onAllDataRead() {
        done();
    }

    @Override
    public synchronized void onError(Throwable failure) {
        ending.abandon();
    }

    private boolean grow() {
        int more = Math.min(Math.max(FIRST_BYTES, bytes.length), mostBytes - bytes.length);
        if (!budget.take(more)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, bytes.length + more);
        return true;
    }

    private void done() {
        if (!over) {
            byte[] body = Arrays.copyOf(bytes, length);
            finish();
            whole.accept(body);
        }
    }

    /** Releases the memory; later data is ignored. */
    synchronized void finish() {
        if (!over) {
            over = true;
            budget.giveBack(bytes.length);
            bytes = new byte[0];
        }
    }
}
