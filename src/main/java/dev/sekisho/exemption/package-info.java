// SPDX-License-Identifier: Apache-2.0
/**
 * The shape that all exemptions have: what is exempt, why, until when, and who decided it.
 *
 * <p>{@code bruteforce} exempts accounts and networks from its rules, {@code directory} exempts accounts, domains and
 * networks from send limits. Both entities extend {@link dev.sekisho.exemption.Exemption}, so tables, API, console and
 * documents have the same words for both.
 *
 * <p>SEE ALSO: docs/operate/brute-force.md, "Exempt an account or a network"; docs/configuration.md, "Send limits".
 */
@NullMarked
package dev.sekisho.exemption;

import org.jspecify.annotations.NullMarked;
