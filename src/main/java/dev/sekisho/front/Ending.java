// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The one end of a request that waits: it goes on, or it is refused, whichever comes first. */
@ThreadSafe
final class Ending {
    private final AsyncContext waiting;
    private final HttpServletResponse response;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable last = () -> {};
    private volatile Runnable afterAll = () -> {};

    Ending(AsyncContext waiting, HttpServletResponse response) {
        this.waiting = waiting;
        this.response = response;
    }

    /** What is done at the end, whichever it is. */
    void then(Runnable action) {
        last = action;
    }

    /** What is done when the container has ended the request for good, however it went on. */
    void afterAll(Runnable action) {
        afterAll = action;
    }

    boolean isOver() {
        return over.get();
    }

    private boolean isFirst() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        last.run();
        return true;
    }

    /** Lets the request on; false if it has ended before. */
    boolean dispatch() {
        if (!isFirst()) {
            return false;
        }
        try {
            waiting.dispatch();
            return true;
        } catch (RuntimeException e) {
            // The container ended it at this moment, and may have given its parts to another request by now.
            return false;
        }
    }

    /** Answers and ends the request, and its connection: the rest of its body is not read. */
    void refuse(int status, String text) {
        if (!isFirst()) {
            return;
        }
        try {
            response.setHeader("Connection", "close");
            Refusal.answer(response, status, text);
        } catch (IOException e) {
            // The client has gone: nobody is there to be told.
        } finally {
            complete();
        }
    }

    /** Answers with what another has said. */
    void answer(int status, String type, byte[] body) {
        if (!isFirst()) {
            return;
        }
        try {
            response.setStatus(status);
            response.setContentType(type);
            response.getOutputStream().write(body);
        } catch (IOException e) {
            // The client has gone: nobody is there to be told.
        } finally {
            complete();
        }
    }

    /** The client has gone. */
    void abandon() {
        if (isFirst()) {
            complete();
        }
    }

    private void complete() {
        try {
            waiting.complete();
        } catch (RuntimeException e) {
            // The container was quicker.
        }
    }

    AsyncListener atTimeout(int status, String text) {
        return new AsyncListener() {
            @Override
            public void onTimeout(AsyncEvent event) {
                refuse(status, text);
            }

            @Override
            public void onError(AsyncEvent event) {
                abandon();
            }

            @Override
            public void onComplete(AsyncEvent event) {
                var unused = isFirst();
                afterAll.run();
            }

            @Override
            public void onStartAsync(AsyncEvent event) {
                // Another wait of the same request has an end of its own.
            }
        };
    }
}
