// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * DIGEST-MD5: MD5 of {@code user:realm:password}, where the account is {@code user@realm}, split at the last {@code @}.
 * A check needs the account, set by {@link #forAccount}. Source: RFC 2831 2.1.2.1; Dovecot's password-scheme.c,
 * "digest_md5_generate".
 */
@ThreadSafe
final class DigestMd5Scheme implements Verifier {
    private final byte[] digest;
    private final Optional<String> account;

    private DigestMd5Scheme(byte[] digest, Optional<String> account) {
        this.digest = digest;
        this.account = account;
    }

    /** @param data 16 bytes */
    static Verifier parse(byte[] data) {
        return new DigestMd5Scheme(data, Optional.empty());
    }

    /**
     * A hash without account and realm, whose computation takes as long as a check; for {@link StoredPassword#dummy}.
     */
    static byte[] generate(byte[] password, int cost) {
        return hash("", password);
    }

    @Override
    public Verifier forAccount(String name) {
        return new DigestMd5Scheme(digest, Optional.of(name));
    }

    @Override
    public VerifyResult verify(byte[] password) {
        return account.map(name -> VerifyResult.of(MessageDigest.isEqual(hash(name, password), digest)))
                .orElseGet(() -> new VerifyResult.Unusable("DIGEST-MD5 without an account name"));
    }

    private static byte[] hash(String account, byte[] password) {
        int at = account.lastIndexOf('@');
        String user = at < 0 ? account : account.substring(0, at);
        String realm = account.substring(at < 0 ? account.length() : at + 1);
        return DigestScheme.MD5.hash((user + ":" + realm + ":").getBytes(StandardCharsets.UTF_8), password);
    }
}
