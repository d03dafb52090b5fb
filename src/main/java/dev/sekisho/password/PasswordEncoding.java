// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The encoding of a scheme's data: none, base64 or hex. */
enum PasswordEncoding {
    NONE,
    BASE64,
    HEX;

    /** Finds an encoding by the suffix of a scheme name, without its dot, in any case. */
    static Optional<PasswordEncoding> bySuffix(String suffix) {
        return switch (suffix.toLowerCase(Locale.ROOT)) {
            case "b64", "base64" -> Optional.of(BASE64);
            case "hex" -> Optional.of(HEX);
            default -> Optional.empty();
        };
    }

    /** Writes hex digits in lower case, and base64 with padding. */
    String encode(byte[] data) {
        return switch (this) {
            case NONE -> new String(data, StandardCharsets.UTF_8);
            case BASE64 -> Base64.getEncoder().encodeToString(data);
            case HEX -> HexFormat.of().formatHex(data);
        };
    }

    /** Reads hex digits in any case, and base64 with or without padding; empty if malformed. */
    Optional<byte[]> decode(String text) {
        try {
            return Optional.of(
                    switch (this) {
                        case NONE -> text.getBytes(StandardCharsets.UTF_8);
                        case BASE64 -> Base64.getDecoder().decode(text);
                        case HEX -> HexFormat.of().parseHex(text);
                    });
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
