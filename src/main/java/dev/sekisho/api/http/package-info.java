// SPDX-License-Identifier: Apache-2.0
/**
 * The plumbing of the API: problems, ETags, JSON bodies, what a service refused.
 *
 * <p>Resources in the packages beside this one use it; it knows no resource.
 *
 * <p>SECURITY: bodies, names and lists are bounded. Messages of the database stay in the log.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.api.http.ApiMessages}.
 *
 * <p>SEE ALSO: RFC 9457 (problems), RFC 9110 (preconditions).
 */
@NullMarked
package dev.sekisho.api.http;

import org.jspecify.annotations.NullMarked;
