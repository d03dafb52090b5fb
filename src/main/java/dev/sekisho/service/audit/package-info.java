// SPDX-License-Identifier: Apache-2.0
/**
 * The audit trail: services for the API and the console, with the records that both show.
 *
 * <p>SECURITY: each public method of a service names the access that it needs. Staff of some domains read and change
 * entries of these domains only.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.service.ServiceException}; see the package {@code service}.
 *
 * <p>SEE ALSO: the OpenAPI document at {@code /openapi}.
 */
@NullMarked
package dev.sekisho.service.audit;

import org.jspecify.annotations.NullMarked;
