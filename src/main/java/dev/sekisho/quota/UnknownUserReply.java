// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

/** What happens to mail for a mailbox that the directory knows and its mail host does not. */
public enum UnknownUserReply {
    /** It passes: directory and mail host disagree, and Postfix has its own tables of recipients. */
    DUNNO,
    /** {@code 550 5.1.1}, as the mail host answers. */
    REJECT
}
