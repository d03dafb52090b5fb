// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import dev.sekisho.decision.SendDecision;
import dev.sekisho.limit.SendLimit;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.sendlimit.counter.LimitResult;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a request: the content of its decision record and of its answer.
 *
 * @param result as the decision log names it
 * @param key the account; empty for mail without login that no counter concerns
 * @param limitResult what the counters answered; null if they decided nothing
 * @param reason why, beyond the result; empty for none
 * @param action the answer; null for {@code DUNNO}
 */
record SendOutcome(
        String result,
        String key,
        @Nullable LimitResult limitResult,
        String reason,
        @Nullable ActionTemplate action) implements SendClassification {

    /** No limit applies. */
    static SendOutcome pass(String key, String reason) {
        return new SendOutcome("dunno", key, null, reason, null);
    }

    /** Directory or counters do not answer: the mail passes. */
    static SendOutcome unavailable(String key, String reason) {
        return new SendOutcome("unavailable", key, null, reason, null);
    }

    static SendOutcome refuse(String result, String key, String reason, ActionTemplate action) {
        return new SendOutcome(result, key, null, reason, action);
    }

    /** Whether the mail is rejected or deferred. */
    boolean isRefused() {
        return switch (result) {
            case "defer", "reject", "send-blocked" -> true;
            default -> false;
        };
    }

    /** Whether the counters recognised a request that Postfix repeated. */
    boolean isRepeated() {
        return result.equals("repeat");
    }

    /** The action for Postfix. */
    PolicyAction toAction(String reference) {
        return action == null ? PolicyAction.DUNNO : action.fill(key, limitResult, reference);
    }

    /** @param recipients how many recipients were checked */
    SendDecision toDecision(PolicyRequest request, int recipients, long tookNanos) {
        SendLimit limit = limitResult == null ? null : limitResult.limit();
        return new SendDecision(
                result,
                limit == null ? "" : limit.toString(),
                key,
                request.protocolState().wireName(),
                request.instance(),
                request.clientAddress(),
                recipients,
                limitResult == null || limit == null ? -1 : limitResult.used(),
                limit == null ? 0 : limit.amount(),
                limitResult == null || !limitResult.isRefused() ? "" : limitResult.release(),
                reason,
                tookNanos);
    }
}
