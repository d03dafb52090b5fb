// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;

/**
 * One mail to be sent.
 *
 * @param to the recipients' addresses
 * @param language of the text, in the word of {@code Content-Language}
 * @param subject one line, no control characters
 * @param body lines ended by a line feed
 */
@ThreadSafe
record NotificationMail(List<String> to, String language, String subject, String body) {}
