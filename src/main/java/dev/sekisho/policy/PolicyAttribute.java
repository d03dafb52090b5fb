// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a policy request that Sekisho reads, with their wire names; all others are skipped.
 *
 * <p>Source: SMTPD_POLICY_README, "Policy client/server protocol".
 */
enum PolicyAttribute {
    REQUEST("request"),
    PROTOCOL_STATE("protocol_state"),
    INSTANCE("instance"),
    QUEUE_ID("queue_id"),
    SASL_USERNAME("sasl_username"),
    SASL_METHOD("sasl_method"),
    SENDER("sender"),
    RECIPIENT("recipient"),
    RECIPIENT_COUNT("recipient_count"),
    SIZE("size"),
    CLIENT_ADDRESS("client_address"),
    CLIENT_NAME("client_name"),
    POLICY_CONTEXT("policy_context");

    /** Attributes by the length of their names, so that at most two comparisons identify a name. */
    private static final List<List<PolicyAttribute>> BY_LENGTH = byLength();

    private final String wireName;

    PolicyAttribute(String wireName) {
        this.wireName = wireName;
    }

    /** The attribute whose name is in {@code bytes} from {@code start} to {@code end}; null for an ignored one. */
    static @Nullable PolicyAttribute of(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length >= BY_LENGTH.size()) {
            return null;
        }
        List<PolicyAttribute> candidates = BY_LENGTH.get(length);
        for (int i = 0; i < candidates.size(); i++) {
            PolicyAttribute candidate = candidates.get(i);
            if (matches(candidate.wireName, bytes, start, end)) {
                return candidate;
            }
        }
        return null;
    }

    /** Whether {@code bytes} from {@code start} to {@code end} equal a word of the protocol (ASCII). */
    static boolean matches(String word, byte[] bytes, int start, int end) {
        if (word.length() != end - start) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }

    private static List<List<PolicyAttribute>> byLength() {
        List<List<PolicyAttribute>> lists = new ArrayList<>();
        for (PolicyAttribute attribute : values()) {
            while (lists.size() <= attribute.wireName.length()) {
                lists.add(new ArrayList<>());
            }
            lists.get(attribute.wireName.length()).add(attribute);
        }
        return lists;
    }
}
