// SPDX-License-Identifier: Apache-2.0
/**
 * Request limits in front of the console, the API and Dovecot's auth policy. Slow clients must not block server threads
 * that logins need.
 *
 * <p>{@link dev.sekisho.front.ServerFront} is the first filter. It reads the body without blocking a thread, with
 * limits on size and time. Then the request needs one of a few turns, so a hanging database or registry blocks no more
 * threads than there are turns. Logins from nginx pass without a turn.
 *
 * <p>SECURITY. Bodies are read before authentication, so their total size ({@link dev.sekisho.front.BodyBudget}) and
 * the number of waiting requests are limited. Import uploads are read later, after authentication, two at a time.
 *
 * <p>DIAGNOSTICS. None: rejected requests get 408, 413 or 503 with a sentence.
 *
 * <p>SEE ALSO: docs/security.md, "What is bounded"; Jakarta Servlet 6.0, 3.7 (non-blocking IO).
 */
@NullMarked
package dev.sekisho.front;

import org.jspecify.annotations.NullMarked;
