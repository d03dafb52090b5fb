// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.quota.QuotaConfig;
import dev.sekisho.quota.ReplyText;
import dev.sekisho.quota.UnknownUserReply;

/**
 * What came of asking a mail host about a mailbox, and what Postfix is told then.
 *
 * <p>Only {@link Full}, and {@link Unknown} where the operator wants it, refuse mail: everything else lets it pass,
 * since the mail host judges once more at delivery.
 */
@Immutable
public sealed interface QuotaResult {
    /** What Postfix is told. */
    default PolicyAction action(QuotaConfig config) {
        return PolicyAction.DUNNO;
    }

    /** The result in the word of the decision log; see {@link dev.sekisho.decision.QuotaDecision}. */
    String result();

    /** Why, where the result does not say it: for the decision log; may hold words of the mail host. */
    default String reason() {
        return "";
    }

    /** One word of a small fixed set, the label of the mail host's counter. */
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
     * The mail host answered that it cannot tell, or something that is no word about space.
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

    /** The mail host gave no answer, or was not asked. */
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
