// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

/**
 * What becomes of a message that fits some of its recipients' mailboxes and not all: at the end of a message SMTP has
 * one reply for all of them.
 */
public enum MixedPolicy {
    /** It is taken; the full mailbox's host bounces or defers its part. */
    ACCEPT,
    /** It is refused for all. */
    REFUSE,
    /** Refused once with 452; when the client comes back, RCPT refuses the full ones by the size that is known now. */
    RETRY_SPLIT
}
