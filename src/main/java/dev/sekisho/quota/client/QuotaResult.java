// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.quota.QuotaConfig;
import dev.sekisho.quota.ReplyText;
import dev.sekisho.quota.UnknownUserReply;

/**
 * The result of a request to a mail host, and its answer for Postfix.
 *
 * <p>Only {@link Full}, and {@link Unknown} if so configured, reject mail. Everything else passes, since the mail host
 * checks again at delivery.
 */
@Immutable
public sealed interface QuotaResult {
    /** The action for Postfix. */
    default PolicyAction action(QuotaConfig config) {
        return PolicyAction.DUNNO;
    }

    /** The result as the decision log names it; see {@link dev.sekisho.decision.QuotaDecision}. */
    String result();

    /** The reason for the decision log, beyond the result; may contain words of the mail host. */
    default String reason() {
        return "";
    }

    /** The label of the counter of the mail host, of a small fixed set. */
    default String metricLabel() {
        return result();
    }

    /** The message fits. */
    record Room() implements QuotaResult {
        @Override
        public String result() {
            return "room";
        }
    }

    /**
     * The mailbox is full, or the message too large for it.
     *
     * @param text the mail host's words without codes
     */
    record Full(String text) implements QuotaResult {
        @Override
        public PolicyAction action(QuotaConfig config) {
            String own = config.overQuotaText();
            String words = own.isEmpty() ? ReplyText.orElse(text, "Mailbox is full") : own;
            return PolicyAction.of(config.overQuotaReply().codes() + " " + words);
        }

        @Override
        public String result() {
            return "full";
        }
    }

    /**
     * The mail host does not know the mailbox.
     *
     * @param text the mail host's words without codes
     */
    record Unknown(String text) implements QuotaResult {
        @Override
        public PolicyAction action(QuotaConfig config) {
            return config.unknownUser() == UnknownUserReply.REJECT
                    ? PolicyAction.of("550 5.1.1 " + ReplyText.orElse(text, "Unknown user"))
                    : PolicyAction.DUNNO;
        }

        @Override
        public String result() {
            return "unknown";
        }
    }

    /**
     * The mail host answered that it failed, or with something other than a verdict.
     *
     * @param text its whole answer
     */
    record Unclear(String text) implements QuotaResult {
        @Override
        public String result() {
            return "unavailable";
        }

        @Override
        public String reason() {
            return "unclear answer: " + text;
        }

        @Override
        public String metricLabel() {
            return "unclear";
        }
    }

    /** The mail host did not answer, or got no request. */
    record Unavailable(QuotaFailure failure) implements QuotaResult {
        @Override
        public String result() {
            return "unavailable";
        }

        @Override
        public String reason() {
            return failure.word();
        }

        @Override
        public String metricLabel() {
            return failure.word();
        }
    }
}
