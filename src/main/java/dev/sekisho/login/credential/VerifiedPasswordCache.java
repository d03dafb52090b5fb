// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.password.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for a while which passwords were right, so that a program with many logins causes one hash.
 *
 * <p>An entry is 128 bits of an HMAC-SHA-256 with a key that ends with the process, over the account, its stored
 * password and the given one: no password can be derived from it, and after a change of the stored password nothing
 * matches.
 */
@ThreadSafe
final class VerifiedPasswordCache {
    private static final int KEY_BYTES = 32;

    /** Half of the HMAC: a wrong password matches with a chance of 2^-128. */
    record Mark(long high, long low) {}

    private final SecretKeySpec key;
    private final boolean remembering;
    private final Cache<Mark, Boolean> marks;

    /** @param remember zero to remember nothing */
    VerifiedPasswordCache(Duration remember, long maxEntries, Ticker ticker) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
        this.remembering = !remember.isZero();
        this.marks = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfterWrite(remember)
                .ticker(ticker)
                // Its maintenance takes microseconds: no thread of the common pool.
                .executor(Runnable::run)
                .build();
    }

    Mark mark(String account, Secret stored, Secret given) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (byte[] part : new byte[][] {account.getBytes(StandardCharsets.UTF_8), stored.bytes(), given.bytes()}) {
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
                mac.update(part);
            }
            ByteBuffer hash = ByteBuffer.wrap(mac.doFinal());
            return new Mark(hash.getLong(), hash.getLong());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each Java has HmacSHA256", e);
        }
    }

    boolean contains(Mark mark) {
        return remembering && marks.getIfPresent(mark) != null;
    }

    void add(Mark mark) {
        if (remembering) {
            marks.put(mark, Boolean.TRUE);
        }
    }
}
