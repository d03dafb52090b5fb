// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

/**
 * A way to deliver notifications. An implementation limits the time of everything that it waits for.
 *
 * @param <T> type of the delivered items
 */
@FunctionalInterface
interface Channel<T> {
    /** Delivers an item, or throws the reason. Called by one thread at a time. */
    void deliver(T item) throws DeliveryException;
}
