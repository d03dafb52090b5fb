// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import java.util.concurrent.CompletionStage;

/** Asks a server for its greeting. Safe for use by many threads; never blocks. */
public interface GreetingProbe {
    /**
     * Whether the server greets as its protocol demands, within the time limit. Never fails.
     *
     * @param address a literal
     */
    CompletionStage<Boolean> greets(String address, int port, Greeting greeting);
}
