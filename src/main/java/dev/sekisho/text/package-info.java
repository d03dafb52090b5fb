// SPDX-License-Identifier: Apache-2.0
/**
 * Text from outside in log lines and messages: one way to quote, escape and cut it.
 *
 * <p>Every {@code *Messages} class, every parser that repeats a refused value, and the decision log use it, so a reader
 * meets one style: double quotes, {@code \}{@code uXXXX} for what a terminal must not get, {@code …} where a text is
 * cut. It is part of the WAR, of the resource adapter and of {@code sekishoctl}.
 *
 * <p>SECURITY: a text from outside neither ends a line, nor forges one, nor changes the direction of a terminal.
 * Secrets are hidden elsewhere ({@code settings.Masked}).
 *
 * <p>DIAGNOSTICS: none.
 */
@NullMarked
package dev.sekisho.text;

import org.jspecify.annotations.NullMarked;
