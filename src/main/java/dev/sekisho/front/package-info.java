// SPDX-License-Identifier: Apache-2.0
/**
 * What stands before the console, the API and Dovecot's auth policy: no client of theirs holds a thread of the server that logins need.
 *
 * <p>{@link dev.sekisho.front.ServerFront} is the first filter. It reads a request's body without a thread, bounded in size and time, and
 * only then lets the request on, which asks for one of a few turns: a database or a registry that hangs holds no more threads than there are
 * turns. Logins of nginx do not come by here.
 *
 * <p>SECURITY. Nobody has signed in yet where a body is read: all bodies together are bounded ({@link dev.sekisho.front.BodyBudget}), so are those
 * that wait. Uploads of the import are not read here, as they are large; who sends one has signed in, and two of them run at a time.
 *
 * <p>DIAGNOSTICS. None: what is refused here is answered 408, 413 or 503, with a sentence.
 *
 * <p>SEE ALSO: docs/security.md, "What is bounded"; Jakarta Servlet 6.0, 3.7 (non-blocking IO).
 */
@NullMarked
package dev.sekisho.front;

import org.jspecify.annotations.NullMarked;
