// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

/** An account that used a challenge method, and when last, in ISO 8601. Immutable and safe for use by many threads. */
public record LoginUseBody(String account, String method, String lastUsedAt) {}
