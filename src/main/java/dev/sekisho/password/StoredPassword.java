// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A parsed password of a Dovecot passdb, {@code {SCHEME}data}, which verifies logins.
 *
 * <p>Shapes: {@code {SCHEME}data}, {@code {SCHEME.b64}data}, {@code {SCHEME.base64}data}, {@code {SCHEME.hex}data}, and
 * without a prefix the data of a default scheme, except that {@code $1$...} is always MD5-CRYPT. Scheme names and
 * suffixes are case-insensitive. An unusable entry parses as well: each check of it returns
 * {@link VerifyResult.Unusable}.
 *
 * <p>Errors: never throws, for any stored text and any input of a client. Source: Dovecot, "Password schemes" and
 * src/lib-auth/password-scheme.c.
 *
 * <p>A check runs on the caller's thread, for as long as the cost of the scheme requires.
 */
@ThreadSafe
public final class StoredPassword {
    /** In bytes. Mail clients do not send longer ones, and SHA-crypt's time grows with the size. */
    static final int MAX_PASSWORD_BYTES = 1024;

    /** In characters: more than any hash, and enough for a clear password of maximum size in hex. */
    private static final int MAX_STORED_CHARS = 4096;

    private static final Pattern SCHEME_NAME = Pattern.compile("[A-Za-z0-9.-]{1,32}");

    private final Optional<PasswordScheme> scheme;
    private final Verifier verifier;

    /** Lazy, because most logins do not need it. */
    private final Supplier<OptionalInt> cost;

    private StoredPassword(Optional<PasswordScheme> scheme, Verifier verifier) {
        this(scheme, verifier, OptionalInt::empty);
    }

    private StoredPassword(Optional<PasswordScheme> scheme, Verifier verifier, Supplier<OptionalInt> cost) {
        this.scheme = scheme;
        this.verifier = verifier;
        this.cost = cost;
    }

    /**
     * Parses a stored password.
     *
     * @param defaultScheme Dovecot's {@code default_pass_scheme}, such as {@code SHA512-CRYPT} or {@code PLAIN.b64}
     */
    public static StoredPassword parse(String stored, String defaultScheme) {
        if (stored.length() > MAX_STORED_CHARS) {
            return unusable("stored password is longer than " + MAX_STORED_CHARS + " characters");
        }
        if (CryptScheme.looksLikeMd5(stored)) {
            return parseData(PasswordScheme.MD5_CRYPT.wireName(), CryptScheme.withoutTrailer(stored));
        }
        int end = stored.indexOf('}');
        return stored.startsWith("{") && end > 0
                ? parseData(stored.substring(1, end), stored.substring(end + 1))
                : parseData(defaultScheme, stored);
    }

    private static StoredPassword parseData(String schemeName, String data) {
        int dot = schemeName.indexOf('.');
        Optional<PasswordScheme> scheme = PasswordScheme.named(dot < 0 ? schemeName : schemeName.substring(0, dot));
        Optional<PasswordEncoding> suffix =
                dot < 0 ? Optional.empty() : PasswordEncoding.bySuffix(schemeName.substring(dot + 1));
        if (scheme.isEmpty() || (dot >= 0 && suffix.isEmpty())) {
            // A clear password without a scheme may also start with a brace: log only text that looks like a name.
            String name = SCHEME_NAME.matcher(schemeName).matches() ? " " + schemeName : "";
            return unusable("unknown password scheme" + name);
        }
        if (data.isEmpty()) {
            return new StoredPassword(scheme, Verifier.unusable("stored password is empty"));
        }
        PasswordScheme known = scheme.get();
        return new StoredPassword(scheme, known.parse(data, suffix), () -> known.costOf(data, suffix));
    }

    /** A PLAIN entry of a clear password, for a decrypted secret. */
    public static StoredPassword ofClear(Secret clear) {
        return new StoredPassword(Optional.of(PasswordScheme.PLAIN), PlainScheme.parse(clear.bytes()));
    }

    private static StoredPassword unusable(String reason) {
        return new StoredPassword(Optional.empty(), Verifier.unusable(reason));
    }

    /** The same as {@link #dummy(PasswordScheme, int)} at the scheme's default cost. */
    public static StoredPassword dummy(PasswordScheme scheme) {
        return dummy(scheme, scheme.defaultCost());
    }

    /**
     * A stored password that never matches and whose check takes as long as a real one, for unknown users. Creating it
     * computes a hash, so create it once.
     *
     * @throws IllegalArgumentException if the scheme does not permit this cost
     */
    public static StoredPassword dummy(PasswordScheme scheme, int cost) {
        StoredPassword real = parse(scheme.encode(Secret.of(Salt.text(22)), cost), scheme.wireName())
                .forAccount("");
        return new StoredPassword(real.scheme, Verifier.neverMatching(real.verifier));
    }

    /** A copy for the account of this name, which DIGEST-MD5 hashes together with the password. */
    public StoredPassword forAccount(String address) {
        return new StoredPassword(scheme, verifier.forAccount(address), cost);
    }

    /** The scheme; empty if it is unknown. */
    public Optional<PasswordScheme> scheme() {
        return scheme;
    }

    /** Whether a check computes the hash: not for a locked or unusable password. */
    public boolean isHashed() {
        return verifier.isHashing();
    }

    /** The cost of the hash, in the unit of {@link PasswordScheme}; empty if the scheme has no configurable cost. */
    public OptionalInt cost() {
        return cost.get();
    }

    /** The clear password, if the scheme stores it, for nginx's {@code Auth-Pass} after CRAM-MD5 and APOP. */
    public Optional<Secret> clear() {
        return verifier.clear();
    }

    /**
     * Verifies a clear password. An empty one, one above 1024 bytes and one with a NUL never match: crypt(3) would stop
     * at the NUL, and an empty password must never give access to a mailbox.
     */
    public VerifyResult verify(Secret password) {
        byte[] bytes = password.bytes();
        return isPermitted(bytes) ? verifier.verify(bytes) : verifier.rejectUnchecked();
    }

    /**
     * Verifies a CRAM-MD5 response (RFC 2195): hex HMAC-MD5 with the password as key and the challenge as text.
     *
     * @param challenge as sent to the client, with its angle brackets
     * @param response 32 hex digits in any case; any other text is a mismatch
     */
    public VerifyResult verifyCramMd5(String challenge, String response) {
        return md5Of(response)
                .map(md5 -> verifier.verifyCramMd5(challenge.getBytes(StandardCharsets.UTF_8), md5))
                .orElseGet(verifier::rejectUnchecked);
    }

    /**
     * Verifies an APOP response (RFC 1939 7): hex MD5 of challenge and password.
     *
     * @param challenge as sent to the client, with its angle brackets
     * @param response 32 hex digits in any case; any other text is a mismatch
     */
    public VerifyResult verifyApop(String challenge, String response) {
        return md5Of(response)
                .map(md5 -> verifier.verifyApop(challenge.getBytes(StandardCharsets.UTF_8), md5))
                .orElseGet(verifier::rejectUnchecked);
    }

    /** The scheme, without the password. */
    @Override
    public String toString() {
        return "{" + scheme.map(PasswordScheme::wireName).orElse("?") + "}***";
    }

    private static Optional<byte[]> md5Of(String response) {
        return response.length() == 2 * CramMd5Scheme.MD5_BYTES
                ? PasswordEncoding.HEX.decode(response)
                : Optional.empty();
    }

    static boolean isPermitted(byte[] password) {
        if (password.length == 0 || password.length > MAX_PASSWORD_BYTES) {
            return false;
        }
        for (byte b : password) {
            if (b == 0) {
                return false;
            }
        }
        return true;
    }
}
