// SPDX-License-Identifier: Apache-2.0
/**
 * The language of send limits: {@code 200/1h, 1000/1d} as text and as values.
 *
 * <p>Accounts, domains, plans and scopes store limits in this form; {@code sendlimit} counts by them.
 *
 * <p>SECURITY: numbers, periods and the number of limits are bounded by the parser.
 *
 * <p>DIAGNOSTICS: none; a text that is not valid is refused with {@link java.lang.IllegalArgumentException}.
 *
 * <p>SEE ALSO: docs/configuration.md, "Send limits".
 */
@NullMarked
package dev.sekisho.limit;

import org.jspecify.annotations.NullMarked;
