// SPDX-License-Identifier: Apache-2.0
/**
 * The console for operators, under {@code /console/}: Jakarta Faces pages over the services of
 * {@link dev.sekisho.service}, without rules of their own.
 *
 * <p>A page is {@code src/main/webapp/console/NAME.xhtml} with a request-scoped bean {@code NamePage} here; its texts
 * are in {@code Words*.properties}. {@link dev.sekisho.console.MetricsHistory} keeps the samples for the charts of the
 * last hour and day.
 *
 * <p>SECURITY: {@link dev.sekisho.console.ConsoleFilter} requires a sign-in and a role, and sets the security headers.
 * The session ID changes at the sign-in. The view state of Faces prevents cross-site posts. Scripts run with a nonce
 * only. Wrong passwords are counted by client address. Plain HTTP is accepted from this machine only.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.console.ConsoleMessages}, SKS0730I to SKS0732E, to the logger
 * {@code dev.sekisho.console}.
 *
 * <p>BUGS: the live page of decisions shows the journal, which is a second behind and has no plain accepts. Rates and
 * charts show this node only and begin at its start. Behind a proxy all clients have the proxy's address and share the
 * count of wrong passwords.
 *
 * <p>SEE ALSO: docs/use/console.md; Jakarta Faces 4.0; PrimeFaces 15.
 */
@NullMarked
package dev.sekisho.console;

import org.jspecify.annotations.NullMarked;
