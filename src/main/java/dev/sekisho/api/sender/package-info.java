// SPDX-License-Identifier: Apache-2.0
/**
 * Who sends most, as a REST resource.
 *
 * <p>SECURITY: the services check roles and domains.
 *
 * <p>DIAGNOSTICS: the operator messages of {@code api.http}.
 *
 * <p>SEE ALSO: the OpenAPI document at {@code /openapi}.
 */
@NullMarked
package dev.sekisho.api.sender;

import org.jspecify.annotations.NullMarked;
