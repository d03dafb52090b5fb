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
 * Remembers for a while which passwords were right, so that a program that logs in again and again is hashed once.
 *
 * <p>What is kept is 128 bits of an HMAC-SHA-256 under a key that dies with the process, over the account, its stored
 * password and the given one: no password can be had from it, and a stored password that changes matches nothing.
 */
@ThreadSafe
final class VerifiedPasswordCache {
    private static final int KEY_BYTES = 32;

    /** Half of the HMAC: a chance of 2^-128 for a wrong password is none. */
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
                // Its upkeep is microseconds: no thread of the common pool for it.
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
