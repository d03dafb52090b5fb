// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.MD5Digest;

/**
 * CRAM-MD5, also named HMAC-MD5: the two MD5 states of an HMAC-MD5 whose key is the password, the outer one first, each
 * after its padded key block and as four little-endian words.
 *
 * <p>These states suffice for a CRAM-MD5 login, so for that method the scheme protects no better than PLAIN; it does
 * not reveal the password itself. Source: RFC 2195, RFC 2104, and Dovecot's hmac-cram-md5.c.
 */
@ThreadSafe
final class CramMd5Scheme implements Verifier {
    static final int MD5_BYTES = 16;
    static final int CONTEXT_BYTES = 2 * MD5_BYTES;

    /** In bytes, RFC 2104 2. */
    private static final int BLOCK_BYTES = 64;

    private static final byte OUTER_PAD = 0x5c;
    private static final byte INNER_PAD = 0x36;

    /** In bytes: where Bouncy Castle's saved MD5 holds the chaining state, as four big-endian words. */
    private static final int SAVED_STATE_OFFSET = 16;

    private final byte[] context;

    private CramMd5Scheme(byte[] context) {
        this.context = context;
    }

    /** @param context 32 bytes */
    static Verifier parse(byte[] context) {
        return new CramMd5Scheme(context);
    }

    static byte[] generate(byte[] password, int cost) {
        return context(password);
    }

    /** The two states of a password, which may be empty. */
    static byte[] context(byte[] password) {
        byte[] key = password;
        if (key.length > BLOCK_BYTES) {
            key = digest(new MD5Digest(), password);
        }
        byte[] context = Arrays.copyOf(stateAfter(key, OUTER_PAD), CONTEXT_BYTES);
        System.arraycopy(stateAfter(key, INNER_PAD), 0, context, MD5_BYTES, MD5_BYTES);
        return context;
    }

    @Override
    public VerifyResult verify(byte[] password) {
        return VerifyResult.of(MessageDigest.isEqual(context(password), context));
    }

    @Override
    public VerifyResult verifyCramMd5(byte[] challenge, byte[] response) {
        byte[] inner = digest(resumed(Arrays.copyOfRange(context, MD5_BYTES, CONTEXT_BYTES)), challenge);
        byte[] hmac = digest(resumed(Arrays.copyOf(context, MD5_BYTES)), inner);
        return VerifyResult.of(MessageDigest.isEqual(hmac, response));
    }

    private static byte[] stateAfter(byte[] key, byte pad) {
        return swapped(Arrays.copyOfRange(saved(key, pad), SAVED_STATE_OFFSET, SAVED_STATE_OFFSET + MD5_BYTES));
    }

    private static MD5Digest resumed(byte[] state) {
        // Any saved digest of one whole block serves: such digests differ only in their state.
        byte[] saved = saved(new byte[0], INNER_PAD);
        System.arraycopy(swapped(state), 0, saved, SAVED_STATE_OFFSET, MD5_BYTES);
        return new MD5Digest(saved);
    }

    private static byte[] saved(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] ^= pad;
        }
        MD5Digest md5 = new MD5Digest();
        md5.update(block, 0, BLOCK_BYTES);
        return md5.getEncodedState();
    }

    /** Converts four words from big-endian to little-endian, or back. */
    private static byte[] swapped(byte[] words) {
        ByteBuffer out = ByteBuffer.allocate(MD5_BYTES);
        out.order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .put(ByteBuffer.wrap(words).asIntBuffer());
        return out.array();
    }

    private static byte[] digest(MD5Digest md5, byte[] text) {
        md5.update(text, 0, text.length);
        byte[] result = new byte[MD5_BYTES];
        md5.doFinal(result, 0);
        return result;
    }
}
