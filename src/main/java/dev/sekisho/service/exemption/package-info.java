// SPDX-License-Identifier: Apache-2.0
/**
 * Exemptions from brute-force protection and from send limits: one body, one request, the same steps for both.
 *
 * <p>SECURITY: staff without domains see them, administrators change them.
 *
 * <p>SEE ALSO: docs/operate/brute-force.md; docs/configuration.md, "Send limits".
 */
@NullMarked
package dev.sekisho.service.exemption;

import org.jspecify.annotations.NullMarked;
