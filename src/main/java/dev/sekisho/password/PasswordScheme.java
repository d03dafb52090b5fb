// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.Immutable;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A password scheme of Dovecot, named as in Dovecot.
 *
 * <p>A cost is what {@code doveadm pw -r} calls rounds: the rounds of SHA-crypt, the iterations of PBKDF2 and SCRAM,
 * the passes of Argon2, the binary logarithm of the rounds of BLF-CRYPT. Schemes without a configurable cost have cost
 * 0. Source: Dovecot, "Password schemes".
 */
public enum PasswordScheme {
    PLAIN(PasswordEncoding.NONE, PlainScheme::parse, PlainScheme::generate),
    CLEAR(PasswordEncoding.NONE, PlainScheme::parse, PlainScheme::generate),
    CLEARTEXT(PasswordEncoding.NONE, PlainScheme::parse, PlainScheme::generate),

    // Dovecot passes all of these to crypt(3), which ignores the scheme name; CryptScheme does the same.
    CRYPT(BlowfishCrypt.COST, CryptScheme::parse, BlowfishCrypt::generate),
    BLF_CRYPT(BlowfishCrypt.COST, CryptScheme::parse, BlowfishCrypt::generate),
    SHA256_CRYPT(CryptScheme.SHA_COST, CryptScheme::parse, CryptScheme::generateSha256),
    SHA512_CRYPT(CryptScheme.SHA_COST, CryptScheme::parse, CryptScheme::generateSha512),
    DES_CRYPT(PasswordEncoding.NONE, CryptScheme::parse, CryptScheme::generateDes),
    MD5_CRYPT(PasswordEncoding.NONE, CryptScheme::parse, CryptScheme::generateMd5),
    MD5(PasswordEncoding.NONE, CryptScheme::parseMd5, CryptScheme::generateMd5),

    ARGON2I(Argon2Scheme.ARGON2I_COST, Argon2Scheme::parse, Argon2Scheme::generateArgon2i),
    ARGON2ID(Argon2Scheme.ARGON2ID_COST, Argon2Scheme::parse, Argon2Scheme::generateArgon2id),
    PBKDF2(Pbkdf2Scheme.COST, Pbkdf2Scheme::parse, Pbkdf2Scheme::generate),
    SCRAM_SHA_1(ScramScheme.COST, ScramScheme.SHA_1::parse, ScramScheme.SHA_1::generate),
    SCRAM_SHA_256(ScramScheme.COST, ScramScheme.SHA_256::parse, ScramScheme.SHA_256::generate),

    SSHA(PasswordEncoding.BASE64, DigestScheme.SHA_1::parseSalted, DigestScheme.SHA_1::generateSalted),
    SSHA256(PasswordEncoding.BASE64, DigestScheme.SHA_256::parseSalted, DigestScheme.SHA_256::generateSalted),
    SSHA512(PasswordEncoding.BASE64, DigestScheme.SHA_512::parseSalted, DigestScheme.SHA_512::generateSalted),
    SMD5(PasswordEncoding.BASE64, DigestScheme.MD5::parseSalted, DigestScheme.MD5::generateSalted),
    SHA(PasswordEncoding.BASE64, DigestScheme.SHA_1),
    SHA1(PasswordEncoding.BASE64, DigestScheme.SHA_1),
    SHA256(PasswordEncoding.BASE64, DigestScheme.SHA_256),
    SHA512(PasswordEncoding.BASE64, DigestScheme.SHA_512),
    PLAIN_MD5(PasswordEncoding.HEX, DigestScheme.MD5),
    LDAP_MD5(PasswordEncoding.BASE64, DigestScheme.MD5),
    PLAIN_MD4(PasswordEncoding.HEX, DigestScheme.MD4),
    NTLM(DigestScheme.MD4.sizeBytes(), NtScheme::parse, NtScheme::generate),
    PLAIN_TRUNC(PasswordEncoding.NONE, PlainTruncScheme::parse, PlainTruncScheme::generate),
    DIGEST_MD5(DigestScheme.MD5.sizeBytes(), DigestMd5Scheme::parse, DigestMd5Scheme::generate),

    CRAM_MD5(CramMd5Scheme.CONTEXT_BYTES, CramMd5Scheme::parse, CramMd5Scheme::generate),
    HMAC_MD5(CramMd5Scheme.CONTEXT_BYTES, CramMd5Scheme::parse, CramMd5Scheme::generate);

    /** Creates a verifier from decoded data; an unusable one if the data is malformed. */
    @FunctionalInterface
    @Immutable
    interface Parser {
        Verifier parse(byte[] data);
    }

    /** Creates data from a permitted password and a cost within the scheme's bounds. */
    @FunctionalInterface
    @Immutable
    interface Generator {
        byte[] generate(byte[] password, int cost);
    }

    /** The bounds of a cost. A stored hash above {@code max} is unusable, so that no row occupies a thread for long. */
    @Immutable
    record Cost(int min, int usual, int max) {
        static final Cost FIXED = new Cost(0, 0, 0);

        boolean permits(int cost) {
            return min <= cost && cost <= max;
        }
    }

    private static final Map<String, PasswordScheme> BY_NAME = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        for (PasswordScheme scheme : values()) {
            BY_NAME.put(scheme.wireName(), scheme);
        }
    }

    private final PasswordEncoding encoding;

    /** Size of decoded data in bytes; 0 if it varies. */
    private final int dataBytes;

    private final Cost cost;
    private final Parser parser;
    private final Generator generator;

    PasswordScheme(PasswordEncoding encoding, int dataBytes, Cost cost, Parser parser, Generator generator) {
        this.encoding = encoding;
        this.dataBytes = dataBytes;
        this.cost = cost;
        this.parser = parser;
        this.generator = generator;
    }

    PasswordScheme(PasswordEncoding encoding, Parser parser, Generator generator) {
        this(encoding, 0, Cost.FIXED, parser, generator);
    }

    PasswordScheme(Cost cost, Parser parser, Generator generator) {
        this(PasswordEncoding.NONE, 0, cost, parser, generator);
    }

    PasswordScheme(int dataBytes, Parser parser, Generator generator) {
        this(PasswordEncoding.HEX, dataBytes, Cost.FIXED, parser, generator);
    }

    PasswordScheme(PasswordEncoding encoding, DigestScheme digest) {
        this(encoding, digest.sizeBytes(), Cost.FIXED, digest::parse, digest::generate);
    }

    /**
     * Whether a check takes 0.1 ms or more, up to seconds, and must not run on a thread that other requests wait for.
     */
    public boolean isCostly() {
        return switch (this) {
            case CRYPT, BLF_CRYPT, SHA256_CRYPT, SHA512_CRYPT, MD5_CRYPT, DES_CRYPT, MD5 -> true;
            case ARGON2I, ARGON2ID, PBKDF2, SCRAM_SHA_1, SCRAM_SHA_256 -> true;
            default -> false;
        };
    }

    /** Whether the data contains the clear password. */
    public boolean isClear() {
        return switch (this) {
            case PLAIN, CLEAR, CLEARTEXT, PLAIN_TRUNC -> true;
            default -> false;
        };
    }

    /** Whether new passwords may use the scheme: not DIGEST-MD5, whose hash includes the account's name. */
    public boolean isGenerated() {
        return this != DIGEST_MD5;
    }

    /**
     * The scheme of that name, for new passwords.
     *
     * @throws IllegalArgumentException with the reason if the name is unknown or the scheme is not
     *     {@linkplain #isGenerated() generated}
     */
    public static PasswordScheme forNew(String name) {
        PasswordScheme scheme = named(name).orElseThrow(() -> new IllegalArgumentException("is not a password scheme"));
        if (!scheme.isGenerated()) {
            throw new IllegalArgumentException("cannot be used for new passwords");
        }
        return scheme;
    }

    /** Finds a scheme by Dovecot's name, in any case and without encoding suffix, such as {@code sha512-crypt}. */
    public static Optional<PasswordScheme> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Dovecot's name, such as {@code SHA512-CRYPT}. */
    public String wireName() {
        return name().replace('_', '-');
    }

    /** The minimum cost of {@link #generate(Secret, int)}. */
    public int minCost() {
        return cost.min;
    }

    /** The cost of {@link #generate(Secret)}. */
    public int defaultCost() {
        return cost.usual;
    }

    /** The maximum cost that is generated and verified. */
    public int maxCost() {
        return cost.max;
    }

    /** The same as {@link #generate(Secret, int)} at the default cost. */
    public String generate(Secret password) {
        return generate(password, cost.usual);
    }

    /**
     * Hashes a password for storage: {@code {SCHEME}data}, with a new salt.
     *
     * @throws IllegalArgumentException if the scheme is not {@linkplain #isGenerated() generated}, the cost is out of
     *     bounds, or {@link StoredPassword#verify} would reject the password: empty, above 1024 bytes, or with a NUL
     */
    public String generate(Secret password, int cost) {
        if (!isGenerated()) {
            throw new IllegalArgumentException("cannot store new passwords as " + wireName());
        }
        return encode(password, cost);
    }

    /** Like {@link #generate(Secret, int)}, also for DIGEST-MD5, then without an account. */
    String encode(Secret password, int cost) {
        if (!this.cost.permits(cost)) {
            throw new IllegalArgumentException(
                    "cost of %s is %d, not between %d and %d".formatted(wireName(), cost, minCost(), maxCost()));
        }
        byte[] bytes = password.bytes();
        if (!StoredPassword.isPermitted(bytes)) {
            throw new IllegalArgumentException("password of %d bytes: need 1 to %d, none of them NUL"
                    .formatted(bytes.length, StoredPassword.MAX_PASSWORD_BYTES));
        }
        return "{" + wireName() + "}" + encoding.encode(generator.generate(bytes, cost));
    }

    Verifier parse(String data, Optional<PasswordEncoding> suffix) {
        return decode(data, suffix)
                .filter(decoded -> dataBytes == 0 || decoded.length == dataBytes)
                .map(parser::parse)
                .orElseGet(() -> Verifier.unusable("malformed " + wireName() + " password"));
    }

    /** The cost of a hash; empty if the scheme has no configurable cost or the hash does not contain it. */
    OptionalInt costOf(String data, Optional<PasswordEncoding> suffix) {
        return decode(data, suffix).map(decoded -> StoredCost.of(this, decoded)).orElse(OptionalInt.empty());
    }

    private Optional<byte[]> decode(String data, Optional<PasswordEncoding> suffix) {
        // Without a suffix, Dovecot distinguishes hex from base64 by the length if the size of the data is fixed.
        if (suffix.isEmpty() && dataBytes > 0) {
            return data.length() == 2 * dataBytes
                    ? PasswordEncoding.HEX.decode(data)
                    : PasswordEncoding.BASE64.decode(data);
        }
        return suffix.orElse(encoding).decode(data);
    }
}
