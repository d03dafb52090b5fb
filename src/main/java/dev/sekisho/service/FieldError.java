// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.Immutable;

/** An error in a field of a request: a member of the body, a query parameter or a part of the path. */
@Immutable
public record FieldError(String field, String message) {}
