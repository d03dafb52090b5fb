// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP for all resources: sign-in, JSON bodies and merge patches, entity tags, problems.
 *
 * <p>The packages of the resources use it. It does not depend on any resource.
 *
 * <p>SECURITY: bodies, names and lists are bounded. Messages of the database appear in the log only.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.api.http.ApiMessages}.
 *
 * <p>SEE ALSO: RFC 9457 (problems), RFC 9110 (preconditions).
 */
@NullMarked
package dev.sekisho.api.http;

import org.jspecify.annotations.NullMarked;
