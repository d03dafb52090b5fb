// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

/** What becomes of mail to a mailbox that the directory knows and its mail host does not. */
public enum UnknownUserReply {
    /** Nothing: the two disagree, and whether a recipient exists is for Postfix's own tables to say. */
    DUNNO,
    /** {@code 550 5.1.1}: the mail host is believed. */
    REJECT
}
