// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

/**
 * What is wrong with one field of a request: a member of the body, a query parameter or a part of the path.
 *
 * <p>Immutable and safe for use by many threads.
 */
public record FieldError(String field, String message) {}
