// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;

/**
 * One mail to send.
 *
 * @param to addresses of the recipients
 * @param language language of the text, as in {@code Content-Language}
 * @param subject one line, no control characters
 * @param body lines, each with a line feed
 */
@ThreadSafe
record NotificationMail(List<String> to, String language, String subject, String body) {}
