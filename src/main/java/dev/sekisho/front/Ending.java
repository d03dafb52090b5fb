// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of a waiting request: it continues or is rejected, whichever comes first.
 *
 * <p>Each step but the one of a timeout runs on the {@linkplain AsyncThread thread for it}, not on the caller's.
 */
@ThreadSafe
final class Ending {
    private final AsyncContext waiting;
    private final HttpServletResponse response;
    private final String target;
    private final Executor steps;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable last = () -> {};
    private volatile Runnable afterAll = () -> {};

    /**
     * @param target the request's path and query, see {@link #target(HttpServletRequest)}
     * @param steps where the request is dispatched or completed
     */
    Ending(AsyncContext waiting, HttpServletResponse response, String target, Executor steps) {
        this.waiting = waiting;
        this.response = response;
        this.target = target;
        this.steps = steps;
    }

    /**
     * The path and query to which a waiting request is dispatched. Liberty's {@code dispatch()} without a target reads
     * the query of the thread that calls it; see {@link AsyncThread}.
     */
    static String target(HttpServletRequest request) {
        String info = request.getPathInfo();
        String path = (request.getServletPath() + (info == null ? "" : info)).replace("?", "%3F");
        String query = request.getQueryString();
        return query == null ? path : path + "?" + query;
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

    /**
     * Continues the request; false if it has ended before. If the container has ended it meanwhile, the action of
     * {@link #afterAll} runs.
     */
    boolean dispatch() {
        if (!isFirst()) {
            return false;
        }
        steps.execute(() -> {
            try {
                waiting.dispatch(target);
            } catch (RuntimeException e) {
                // The container has ended it, and may have reused its objects for another request.
                afterAll.run();
            }
        });
        return true;
    }

    /** Rejects the request and closes its connection, because the rest of its body is not read. */
    void refuse(int status, String text) {
        if (isFirst()) {
            steps.execute(() -> answerAndComplete(status, text));
        }
    }

    private void answerAndComplete(int status, String text) {
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
        if (isFirst()) {
            steps.execute(() -> answerAndComplete(status, type, body));
        }
    }

    private void answerAndComplete(int status, String type, byte[] body) {
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
            steps.execute(this::complete);
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
                // Here and not later: the container answers 500 if the request is not complete when this returns.
                if (isFirst()) {
                    answerAndComplete(status, text);
                }
            }

            @Override
            public void onError(AsyncEvent event) {
                if (isFirst()) {
                    complete();
                }
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
