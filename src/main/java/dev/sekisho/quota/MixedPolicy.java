// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

/**
 * What happens to a message that fits only some of its recipients' mailboxes: at its end SMTP has one reply for all of
 * them.
 */
public enum MixedPolicy {
    /** Accept it; the host of the full mailbox bounces or defers its part. */
    ACCEPT,
    /** Reject it for all. */
    REFUSE,
    /**
     * Reject it once with 452. When the client retries, RCPT rejects the full mailboxes by the size that is known then.
     */
    RETRY_SPLIT
}
