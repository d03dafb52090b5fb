// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A password as Dovecot's passdb stores it, {@code {SCHEME}data}, parsed and ready to check a login.
 *
 * <p>Shapes: {@code {SCHEME}data}, {@code {SCHEME.b64}data}, {@code {SCHEME.base64}data}, {@code {SCHEME.hex}data}, and
 * without a prefix the data of a default scheme, but {@code $1$...} is always MD5-CRYPT. Scheme names and suffixes are
 * case-insensitive. A string that cannot be used still parses: each check of it answers {@link VerifyResult.Unusable}.
 *
 * <p>Errors: none are thrown, whatever is stored and whatever the client sends. Source: Dovecot, "Password schemes" and
 * src/lib-auth/password-scheme.c.
 *
 * <p>Immutable and thread-safe; a check runs on the caller's thread and takes what the scheme's cost demands.
 */
public final class StoredPassword {
    /** In bytes; no mail client sends longer ones, and SHA-crypt's time grows with the size. */
    static final int MAX_PASSWORD_BYTES = 1024;

    /** In characters; enough for a clear password of the greatest size in hex, and more than any hash takes. */
    private static final int MAX_STORED_CHARS = 4096;

    private static final Pattern SCHEME_NAME = Pattern.compile("[A-Za-z0-9.-]{1,32}");

    private final Optional<PasswordScheme> scheme;
    private final Verifier verifier;

    /** Read when somebody asks: most logins do not. */
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
     * Parses what is stored.
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
            // Braces may also open a clear password stored without its scheme: show only what looks like a name.
            String name = SCHEME_NAME.matcher(schemeName).matches() ? " " + schemeName : "";
            return unusable("unknown password scheme" + name);
        }
        if (data.isEmpty()) {
            return new StoredPassword(scheme, Verifier.unusable("stored password is empty"));
        }
        PasswordScheme known = scheme.get();
        return new StoredPassword(scheme, known.parse(data, suffix), () -> known.costOf(data, suffix));
    }

    /** A clear password, as if it were stored as PLAIN: for one that was encrypted. */
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
     * A stored password that nothing matches and whose check takes the time of a real one: for users that do not exist.
     * Making it hashes once, so make it once and keep it.
     *
     * @throws IllegalArgumentException if the scheme does not permit this cost
     */
    public static StoredPassword dummy(PasswordScheme scheme, int cost) {
        StoredPassword real = parse(scheme.made(Secret.of(Salt.text(22)), cost), scheme.wireName())
                .forAccount("");
        return new StoredPassword(real.scheme, Verifier.neverMatching(real.verifier));
    }

    /** The same, to be checked for the account of this name: DIGEST-MD5 hashes it with the password. */
    public StoredPassword forAccount(String address) {
        return new StoredPassword(scheme, verifier.forAccount(address), cost);
    }

    /** The scheme; empty where it is unknown. */
    public Optional<PasswordScheme> scheme() {
        return scheme;
    }

    /** Whether a check costs what the scheme does: not of a locked password, nor of one that cannot be used. */
    public boolean isHashed() {
        return verifier.hashes();
    }

    /** What the hash cost, in the unit of {@link PasswordScheme}; empty where the scheme leaves no choice. */
    public OptionalInt cost() {
        return cost.get();
    }

    /** The clear password, where the scheme keeps it, for nginx's {@code Auth-Pass} after CRAM-MD5 and APOP. */
    public Optional<Secret> clear() {
        return verifier.clear();
    }

    /**
     * Checks a clear password. Empty ones, those above 1024 bytes and those with a NUL match nothing: crypt(3) would
     * stop at the NUL, and no operator means an empty password to open a mailbox.
     */
    public VerifyResult verify(Secret password) {
        byte[] bytes = password.bytes();
        return isPermitted(bytes) ? verifier.verify(bytes) : verifier.refuseUnseen();
    }

    /**
     * Checks a CRAM-MD5 response (RFC 2195): hex HMAC-MD5 with the password as key and the challenge as text.
     *
     * @param challenge as the client got it, with its angle brackets
     * @param response 32 hex digits in any case; all else is a mismatch
     */
    public VerifyResult verifyCramMd5(String challenge, String response) {
        return md5Of(response)
                .map(md5 -> verifier.verifyCramMd5(challenge.getBytes(StandardCharsets.UTF_8), md5))
                .orElseGet(verifier::refuseUnseen);
    }

    /**
     * Checks an APOP response (RFC 1939 7): hex MD5 of challenge and password.
     *
     * @param challenge as the client got it, with its angle brackets
     * @param response 32 hex digits in any case; all else is a mismatch
     */
    public VerifyResult verifyApop(String challenge, String response) {
        return md5Of(response)
                .map(md5 -> verifier.verifyApop(challenge.getBytes(StandardCharsets.UTF_8), md5))
                .orElseGet(verifier::refuseUnseen);
    }

    /** The scheme and nothing of the password. */
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
