// SPDX-License-Identifier: Apache-2.0
/**
 * Decisions: search, explanation and live tail, as REST resources.
 *
 * <p>SECURITY: the services check roles and domains.
 *
 * <p>DIAGNOSTICS: the operator messages of {@code api.http}.
 *
 * <p>SEE ALSO: the OpenAPI document at {@code /openapi}.
 */
@NullMarked
package dev.sekisho.api.decision;

import org.jspecify.annotations.NullMarked;
