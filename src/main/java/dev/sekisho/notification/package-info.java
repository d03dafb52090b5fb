// SPDX-License-Identifier: Apache-2.0
/**
 * Telling people: a mail to an account's owner, a mail to the operator, a signed webhook.
 *
 * <p>{@link dev.sekisho.notification.Notifications} gets a {@link dev.sekisho.notification.Notification} from whoever
 * noticed something, makes a letter for each who is to hear of it, and hands it to the
 * {@link dev.sekisho.notification.RetryQueue} of its channel, which delivers it from a thread of its own, tries again
 * with growing pauses and gives up after an hour.
 *
 * <p>SECURITY: mail goes out with a null sender and {@code Auto-Submitted: auto-generated} (RFC 3834), without the
 * login of any account: it is counted against nobody and answered by nobody. Texts from outside lose their control
 * characters before they reach a header. The relay's and the webhook's certificates are verified; a webhook follows no
 * redirect and is signed with HMAC-SHA256.
 *
 * <p>DIAGNOSTICS: SKS0710W when a channel fails, SKS0711I when it works again, SKS0712W for what was given up, SKS0713W
 * for what found the queue full. Metrics {@code sekisho_notification_sent}, {@code _dropped}, {@code _waiting} by
 * channel.
 *
 * <p>BUGS: what waits is in memory and lost with a restart. An owner whose address is not ASCII, or not in a domain of
 * the directory, is not written to.
 *
 * <p>SEE ALSO: Jakarta Mail 2.1; RFC 3834; docs/operations.md, "Notices".
 */
@NullMarked
package dev.sekisho.notification;

import org.jspecify.annotations.NullMarked;
