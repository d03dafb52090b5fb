// SPDX-License-Identifier: Apache-2.0
/**
 * Who sends most: a service for the API and the console, with the records that both show.
 *
 * <p>SECURITY: each public method of a service names the access that it needs.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.service.ServiceException}; see the package {@code service}.
 *
 * <p>SEE ALSO: the package {@code sendlimit.activity}; the OpenAPI document at {@code /openapi}.
 */
@NullMarked
package dev.sekisho.service.sender;

import org.jspecify.annotations.NullMarked;
