// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

/**
 * A way to people. An implementation has time limits of its own for everything that it waits for.
 *
 * @param <T> what is delivered
 */
@FunctionalInterface
interface Channel<T> {
    /** Delivers, or says why not. Called by one thread at a time. */
    void deliver(T thing) throws DeliveryException;
}
