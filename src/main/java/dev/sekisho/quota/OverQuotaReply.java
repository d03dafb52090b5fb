// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import java.util.Arrays;

/**
 * The reply code for a full mailbox, independent of the code of its mail host.
 *
 * <p>{@link #REFUSE} bounces at once; {@link #DEFER} lets the sender retry while its queue keeps the mail, usually five
 * days. Source: RFC 1870 6.4 permits both; RFC 3463, X.2.2 "Mailbox full".
 */
public enum OverQuotaReply {
    /** {@code 552 5.2.2}: a permanent rejection. */
    REFUSE("552", "5.2.2"),
    /** {@code 452 4.2.2}: the sender may try again. */
    DEFER("452", "4.2.2");

    private final String code;
    private final String enhancedCode;

    OverQuotaReply(String code, String enhancedCode) {
        this.code = code;
        this.enhancedCode = enhancedCode;
    }

    /**
     * Finds the reply with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    static OverQuotaReply ofCode(String text) {
        return Arrays.stream(values())
                .filter(each -> each.code.equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be 552 or 452"));
    }

    /** The three digits. */
    String code() {
        return code;
    }

    /** Reply code and enhanced code, the begin of a reply. */
    public String codes() {
        return code + " " + enhancedCode;
    }
}
