// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import java.util.concurrent.CompletionStage;

/** Probes a server for its greeting. Never blocks. */
public interface GreetingProbe {
    /**
     * Whether the server greets as its protocol requires, within the time limit. The stage never fails.
     *
     * @param address a literal
     */
    CompletionStage<Boolean> greets(String address, int port, Greeting greeting);
}
