// SPDX-License-Identifier: Apache-2.0
/**
 * Lists: pages of collections, sorted, with the entries that the user may read.
 *
 * <p>SECURITY. A page has at most 1,000 entries. Staff of some domains get the entries of these domains.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.service.InvalidFields} for a wrong parameter.
 *
 * <p>SEE ALSO: the OpenAPI document at {@code /openapi}.
 */
@NullMarked
package dev.sekisho.service.list;

import org.jspecify.annotations.NullMarked;
