// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The end of a waiting request: it continues or is rejected, whichever comes first. */
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

    /** Sets the action at the end, whichever it is. */
    void then(Runnable action) {
        last = action;
    }

    /** Sets the action after the container has completed the request. */
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

    /** Continues the request; false if it has ended before. */
    boolean dispatch() {
        if (!isFirst()) {
            return false;
        }
        try {
            waiting.dispatch();
            return true;
        } catch (RuntimeException e) {
            // The container has ended it, and may have reused its objects for another request.
            return false;
        }
    }

    /** Rejects the request and closes its connection, because the rest of its body is not read. */
    void refuse(int status, String text) {
        if (!isFirst()) {
            return;
        }
        try {
            response.setHeader("Connection", "close");
            Refusal.answer(response, status, text);
        } catch (IOException e) {
            // The client has closed the connection.
        } finally {
            complete();
        }
    }

    /** Answers with the content of another server. */
    void answer(int status, String type, byte[] body) {
        if (!isFirst()) {
            return;
        }
        try {
            response.setStatus(status);
            response.setContentType(type);
            response.getOutputStream().write(body);
        } catch (IOException e) {
            // The client has closed the connection.
        } finally {
            complete();
        }
    }

    /** Ends the request without an answer: the client has closed the connection. */
    void abandon() {
        if (isFirst()) {
            complete();
        }
    }

    private void complete() {
        try {
            waiting.complete();
        } catch (RuntimeException e) {
            // The container has completed it already.
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
                // Another wait of the same request has its own Ending.
            }
        };
    }
}
