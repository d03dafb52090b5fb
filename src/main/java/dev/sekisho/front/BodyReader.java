// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Takes a body as it comes, up to a bound, and no thread meanwhile.
 *
 * <p>The container calls it from one thread at a time, and may end the request from another.
 */
final class BodyReader implements ReadListener {
    /** Most bodies of the API and the console fit. */
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
     * @param mostBytes after these the body counts as whole
     * @param whole is given the body
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
    public synchronized void onError(Throwable trouble) {
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

    /** Holds nothing any more, whatever comes. */
    synchronized void finish() {
        if (!over) {
            over = true;
            budget.giveBack(bytes.length);
            bytes = new byte[0];
        }
    }
}
