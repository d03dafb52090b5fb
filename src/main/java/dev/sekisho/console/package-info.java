// SPDX-License-Identifier: Apache-2.0
/**
 * The console for operators, under {@code /console/}: Jakarta Faces pages over the services of
 * {@link dev.sekisho.service}; no rules of its own.
 *
 * <p>A page is {@code src/main/webapp/console/NAME.xhtml} with a bean {@code NamePage} here, made for each request; its
 * words are in {@code Words*.properties}. {@link dev.sekisho.console.MetricsHistory} keeps what the charts of the last
 * hour and day show.
 *
 * <p>SECURITY. {@link dev.sekisho.console.ConsoleFilter} lets in who has signed in and has a role, and sets the
 * headers; the session's id is a new one after the sign-in; Faces' view state keeps other sites from posting. Scripts
 * run with a nonce only. Wrong passwords are counted by address of the client. HTTP without TLS is refused but from
 * this machine.
 *
 * <p>DIAGNOSTICS. {@link dev.sekisho.console.ConsoleMessages}, SKS0730 to SKS0739, to the logger
 * {@code dev.sekisho.console}.
 *
 * <p>BUGS. What moves by itself on the page of decisions is the journal, a second behind the services and without plain
 * passes. Rates and charts are of this node alone and begin at its start. Behind a proxy all clients have the proxy's
 * address, so they share the count of wrong passwords.
 *
 * <p>SEE ALSO: docs/use/console.md; Jakarta Faces 4.0; PrimeFaces 15.
 */
@NullMarked
package dev.sekisho.console;

import org.jspecify.annotations.NullMarked;
