// SPDX-License-Identifier: Apache-2.0
/**
 * Exemptions from brute-force protection ({@code /v1/exemptions}) and from send limits ({@code /v1/limits/exemptions}),
 * in the same words.
 *
 * <p>SEE ALSO: {@code service.exemption}.
 */
@NullMarked
package dev.sekisho.api.exemption;

import org.jspecify.annotations.NullMarked;
