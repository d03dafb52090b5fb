// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An account that used CRAM-MD5 or APOP, with the time of the last use in ISO 8601. */
@Immutable
@Schema(example = """
                {"account": "alice@example.org", "method": "cram-md5", "lastUsedAt": "2026-03-01T10:02:00Z"}""")
public record CredentialUseBody(String account, String method, String lastUsedAt) {}
