// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import dev.sekisho.directory.Permissions;
import java.util.Optional;

/** nginx's {@code Auth-Method}, as far as Sekisho supports it. */
public enum AuthMethod {
    /** PLAIN and LOGIN: the client sent the password. */
    PLAIN("plain"),
    CRAM_MD5("cram-md5"),
    APOP("apop"),
    /** Mail without login: nginx is in front of an MX. */
    NONE("none");

    private final String wireName;

    AuthMethod(String wireName) {
        this.wireName = wireName;
    }

    static Optional<AuthMethod> ofWireName(String wireName) {
        for (AuthMethod method : values()) {
            if (method.wireName.equals(wireName)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    public String wireName() {
        return wireName;
    }

    /** Whether the client proves that it knows the password without sending it, so that nginx does not have it. */
    public boolean isChallenge() {
        return this == CRAM_MD5 || this == APOP;
    }

    boolean isPermitted(Permissions permissions) {
        return switch (this) {
            case PLAIN -> permissions.plain();
            case CRAM_MD5 -> permissions.cramMd5();
            case APOP -> permissions.apop();
            case NONE -> false;
        };
    }
}
