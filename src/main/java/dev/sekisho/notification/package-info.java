// SPDX-License-Identifier: Apache-2.0
/**
 * Notifications: mail to the owner of an account, mail to the operator, and a signed webhook.
 *
 * <p>{@link dev.sekisho.notification.Notifications} receives a {@link dev.sekisho.notification.Notification}, creates a
 * mail for each recipient, and puts it into the {@link dev.sekisho.notification.RetryQueue} of its channel. The queue
 * delivers on a thread of its own, retries with growing pauses, and gives up after an hour
 * ({@code sekisho.notification.give-up-minutes}).
 *
 * <p>SECURITY: mail has a null sender and {@code Auto-Submitted: auto-generated} (RFC 3834) and uses no account's
 * login, so it counts against no send limit and gets no automatic reply. Control characters are removed from external
 * text before it reaches a header. The certificates of relay and webhook are verified; the webhook follows no redirect
 * and is signed with HMAC-SHA256.
 *
 * <p>DIAGNOSTICS: SKS0710W when a channel fails, SKS0711I when it works again, SKS0712W for a notification that is
 * given up, SKS0713W for notifications that found the queue full, SKS0714W for mail above the operator's limit. Metrics
 * {@code sekisho_notification_sent}, {@code _dropped}, {@code _waiting} by channel.
 *
 * <p>BUGS: the queues are in memory; a restart loses them. An owner whose address is not ASCII, or not in a domain of
 * the directory, gets no mail.
 *
 * <p>SEE ALSO: Jakarta Mail 2.1; RFC 3834; docs/operate/notifications.md.
 */
@NullMarked
package dev.sekisho.notification;

import org.jspecify.annotations.NullMarked;
