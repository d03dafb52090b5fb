// SPDX-License-Identifier: Apache-2.0
/**
 * Send limits as text, such as {@code 200/1h, 1000/1d}, and as values.
 *
 * <p>Accounts, domains, plans and scopes store limits in this form; {@code sendlimit} enforces them.
 *
 * <p>SECURITY: The parser bounds numbers, periods and the number of limits.
 *
 * <p>DIAGNOSTICS: Logs nothing. An invalid text causes an {@link java.lang.IllegalArgumentException} with the reason.
 *
 * <p>BUGS: A period in weeks is parsed, but written in days.
 *
 * <p>SEE ALSO: docs/configuration.md, "Send limits".
 */
@NullMarked
package dev.sekisho.limit;

import org.jspecify.annotations.NullMarked;
