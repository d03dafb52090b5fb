// SPDX-License-Identifier: Apache-2.0
/**
 * Send limits: plans, scopes, exemptions, counters and temporary limits, as REST resources.
 *
 * <p>SECURITY: the services check roles and domains.
 *
 * <p>DIAGNOSTICS: the operator messages of {@code api.http}.
 *
 * <p>SEE ALSO: the OpenAPI document at {@code /openapi}.
 */
@NullMarked
package dev.sekisho.api.limit;

import org.jspecify.annotations.NullMarked;
