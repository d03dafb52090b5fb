// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import dev.sekisho.policy.PolicyAction;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes a reply that completes later, on any thread, to the loop of its connection.
 *
 * <p>{@link #accept} is called once, by any thread; then the loop's thread calls {@link #run}.
 */
final class PendingAnswer implements BiConsumer<@Nullable PolicyAction, @Nullable Throwable>, Runnable {
    private final SelectorLoop loop;
    private final PolicyConnection connection;
    private @Nullable PolicyAction action;
    private @Nullable Throwable failure;

    PendingAnswer(SelectorLoop loop, PolicyConnection connection) {
        this.loop = loop;
        this.connection = connection;
    }

    @Override
    public void accept(@Nullable PolicyAction newAction, @Nullable Throwable newFailure) {
        action = newAction;
        failure = newFailure;
        loop.post(this);
    }

    @Override
    public void run() {
        try {
            connection.resume(this, action, failure);
        } catch (RuntimeException | Error e) {
            connection.onFailure(e);
        }
    }
}
