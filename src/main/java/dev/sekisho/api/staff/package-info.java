// SPDX-License-Identifier: Apache-2.0
/**
 * Staff: sign-in, roles, and the domains that a user may manage, as REST resources.
 *
 * <p>SECURITY: the services check roles and domains.
 *
 * <p>DIAGNOSTICS: the operator messages of {@code api.http}.
 *
 * <p>SEE ALSO: the OpenAPI document at {@code /openapi}.
 */
@NullMarked
package dev.sekisho.api.staff;

import org.jspecify.annotations.NullMarked;
