// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;

/**
 * A request of a message to its counters, at one of its stages.
 *
 * @param account the account that sends; empty without a login
 * @param counters the counters to pass, in the fixed order account, domain, network, sender, context
 * @param cost what the message costs
 * @param id identifies the message
 */
@ThreadSafe
public record SendAttempt(String account, List<LimitedCounter> counters, Cost cost, MessageId id) {}
