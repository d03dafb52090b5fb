// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Address;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The configuration of login.
 *
 * @param key the shared secret of {@code X-Auth-Key}; empty if none is required
 * @param defaultScheme the scheme of stored passwords without a prefix, and of the hash for an unknown user
 * @param waitSeconds {@code Auth-Wait} after a rejection; 0 closes the connection
 * @param attempts from this {@code Auth-Login-Attempt} on the connection is closed
 * @param waitAfterChallenge whether {@code Auth-Wait} is sent after CRAM-MD5 and APOP too
 * @param xclientLogin the form of {@code Auth-User} for SMTP
 * @param mxAddress the literal address for method {@code none}; empty if there is none
 * @param mxPort its port
 * @param probeSeconds the time between probes of the addresses of mail hosts; 0 for no probes
 * @param probeTimeoutMillis the time limit of a probe
 * @param rememberSeconds how long a right password is remembered; 0 for never
 * @param rememberEntries the most remembered passwords
 * @param verifyThreads how many costly passwords are checked at a time
 * @param verifyQueue how many more wait
 * @param upgradeScheme the scheme in which a password is stored after a login with another one; empty for no change
 * @param upgradeCost the cost of that scheme in its unit; cheaper hashes of the same scheme are replaced too
 * @param defaultDomain the domain of logins without one; empty for none
 * @param defaultDomainHeader whether nginx may set that domain by {@code X-Default-Domain}
 * @param databaseMillis the total time that a login waits for the database
 */
@Immutable
public record LoginConfig(
        String key,
        PasswordScheme defaultScheme,
        int waitSeconds,
        int attempts,
        boolean waitAfterChallenge,
        XclientLogin xclientLogin,
        String mxAddress,
        int mxPort,
        int probeSeconds,
        int probeTimeoutMillis,
        int rememberSeconds,
        int rememberEntries,
        int verifyThreads,
        int verifyQueue,
        Optional<PasswordScheme> upgradeScheme,
        int upgradeCost,
        String defaultDomain,
        boolean defaultDomainHeader,
        int databaseMillis) {
    /** The form of the login for Postfix, which decodes {@code +XX} in XCLIENT. */
    public enum XclientLogin {
        /** Encoded by Sekisho: for nginx before 1.29.2, which does not encode it. */
        XTEXT,
        /** As it is: for nginx from 1.29.2 on, which encodes it. */
        RAW
    }

    /** A complete IPv4 address, or hex digits with two or more colons (one would be a port); nginx checks the rest. */
    private static final Pattern LITERAL =
            Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private static final Setting<String> KEY = Setting.secret(
            "sekisho.login.key",
            "16 to 200 printable characters, no blanks",
            "Shared secret that nginx sends as X-Auth-Key. Required when HTTP listens beyond loopback.");
    private static final Setting<PasswordScheme> DEFAULT_SCHEME = new Setting<>(
            "sekisho.login.default-scheme",
            "SHA512-CRYPT",
            "a scheme of Dovecot",
            "Scheme of stored passwords without a {SCHEME} prefix; an unknown user takes as much time as one of these.",
            false,
            text -> PasswordScheme.named(text.strip())
                    .orElseThrow(() -> new IllegalArgumentException("is not a password scheme")));
    private static final Setting<Integer> WAIT_SECONDS = Setting.integer(
            "sekisho.login.wait-seconds",
            3,
            0,
            60,
            "seconds",
            "How long nginx makes a rejected client wait before its next attempt; 0 closes the connection.");
    private static final Setting<Integer> ATTEMPTS = Setting.integer(
            "sekisho.login.attempts",
            10,
            1,
            20,
            "tries",
            "Attempts on one connection; nginx frees the memory of a session only at its end.");
    private static final Setting<Boolean> WAIT_AFTER_CHALLENGE = Setting.bool(
            "sekisho.login.wait-after-challenge",
            false,
            "Auth-Wait after CRAM-MD5 and APOP too. nginx before 1.29.7 crashes on that (CVE-2026-27651).");
    private static final Setting<XclientLogin> XCLIENT_LOGIN = Setting.choice(
            "sekisho.login.xclient-login",
            XclientLogin.XTEXT,
            "Form of Auth-User for SMTP: xtext for nginx before 1.29.2, raw from 1.29.2 on.");
    private static final Setting<String> MX_ADDRESS = Setting.text(
            "sekisho.login.mx-address",
            "",
            "a literal IPv4 or IPv6 address",
            "Where nginx sends SMTP without login (smtp_auth none). Unset: such clients get a temporary failure.",
            LoginConfig::literal);
    private static final Setting<Integer> MX_PORT =
            Setting.integer("sekisho.login.mx-port", 25, 1, 65535, "", "Port of the MX.");

    private static final Setting<Integer> PROBE_SECONDS = Setting.integer(
            "sekisho.login.probe-seconds",
            5,
            0,
            3600,
            "seconds",
            "How often each address of each mail host is probed for its greeting; 0 for never: all count as up.");
    private static final Setting<Integer> PROBE_TIMEOUT_MILLIS = Setting.integer(
            "sekisho.login.probe-timeout-millis",
            2000,
            50,
            60000,
            "ms",
            "Time limit of a greeting. An address that fails twice in a row is down, and up after one success.");
    private static final Setting<Integer> REMEMBER_SECONDS = Setting.integer(
            "sekisho.login.remember-seconds",
            60,
            0,
            3600,
            "seconds",
            "How long a right password of a costly scheme is not hashed again; 0 to hash each time.");
    private static final Setting<Integer> REMEMBER_ENTRIES = Setting.integer(
            "sekisho.login.remember-entries",
            100_000,
            1,
            10_000_000,
            "passwords",
            "The most right passwords that are remembered.");
    private static final Setting<Integer> VERIFY_THREADS = Setting.integer(
            "sekisho.login.verify-threads",
            0,
            0,
            256,
            "threads",
            "Passwords of costly schemes that are checked at a time; 0 for one for each core.");
    private static final Setting<Integer> VERIFY_QUEUE = Setting.integer(
            "sekisho.login.verify-queue",
            64,
            0,
            100_000,
            "logins",
            "The most logins that wait for such a check: so many from known networks, and so many others."
                    + " Further ones get a temporary failure.");
    private static final Setting<Optional<PasswordScheme>> UPGRADE_SCHEME = new Setting<>(
            "sekisho.login.upgrade-scheme",
            "",
            "a scheme of Dovecot",
            "Scheme in which a password is stored after a plain login with another scheme. Unset: no change.",
            false,
            LoginConfig::scheme);
    private static final Setting<Integer> UPGRADE_COST = Setting.integer(
            "sekisho.login.upgrade-cost",
            0,
            0,
            2_000_000,
            "",
            "Cost (doveadm pw -r) of that scheme; cheaper hashes of it are replaced too. 0 for its usual cost.");

    private static final Setting<String> DEFAULT_DOMAIN = Setting.text(
            "sekisho.login.default-domain",
            "",
            "a domain",
            "Domain of logins without one, at nginx and at Dovecot's auth policy. Unset: such logins are rejected.",
            LoginConfig::domain);
    private static final Setting<Boolean> DEFAULT_DOMAIN_HEADER = Setting.bool(
            "sekisho.login.default-domain-header",
            false,
            "Whether nginx may set that domain for each of its servers: auth_http_header X-Default-Domain"
                    + " example.org.");

    private static final Setting<Integer> DATABASE_MILLIS = Setting.integer(
            "sekisho.login.database-millis",
            3000,
            100,
            30_000,
            "ms",
            "The total time that a login waits for the database; then it gets a temporary failure.");

    public static final List<Setting<?>> SETTINGS = List.of(
            KEY,
            DEFAULT_SCHEME,
            WAIT_SECONDS,
            ATTEMPTS,
            WAIT_AFTER_CHALLENGE,
            XCLIENT_LOGIN,
            MX_ADDRESS,
            MX_PORT,
            PROBE_SECONDS,
            PROBE_TIMEOUT_MILLIS,
            REMEMBER_SECONDS,
            REMEMBER_ENTRIES,
            VERIFY_THREADS,
            VERIFY_QUEUE,
            UPGRADE_SCHEME,
            UPGRADE_COST,
            DEFAULT_DOMAIN,
            DEFAULT_DOMAIN_HEADER,
            DATABASE_MILLIS);

    private static final Pattern KEY_PATTERN = Pattern.compile("[!-~]{16,200}");

    public static LoginConfig read(Settings settings) {
        String key = settings.get(KEY);
        if (!key.isEmpty() && !KEY_PATTERN.matcher(key).matches()) {
            settings.problem(KEY.name() + " must be " + KEY.bounds());
        }
        return new LoginConfig(
                key,
                settings.get(DEFAULT_SCHEME),
                settings.get(WAIT_SECONDS),
                settings.get(ATTEMPTS),
                settings.get(WAIT_AFTER_CHALLENGE),
                settings.get(XCLIENT_LOGIN),
                settings.get(MX_ADDRESS),
                settings.get(MX_PORT),
                settings.get(PROBE_SECONDS),
                settings.get(PROBE_TIMEOUT_MILLIS),
                settings.get(REMEMBER_SECONDS),
                settings.get(REMEMBER_ENTRIES),
                settings.get(VERIFY_THREADS) == 0
                        ? Runtime.getRuntime().availableProcessors()
                        : settings.get(VERIFY_THREADS),
                settings.get(VERIFY_QUEUE),
                settings.get(UPGRADE_SCHEME),
                upgradeCost(settings),
                settings.get(DEFAULT_DOMAIN),
                settings.get(DEFAULT_DOMAIN_HEADER),
                settings.get(DATABASE_MILLIS));
    }

    private static int upgradeCost(Settings settings) {
        int cost = settings.get(UPGRADE_COST);
        Optional<PasswordScheme> scheme = settings.get(UPGRADE_SCHEME);
        if (scheme.isEmpty() || cost == 0) {
            return scheme.map(PasswordScheme::defaultCost).orElse(0);
        }
        int min = scheme.get().minCost();
        int max = scheme.get().maxCost();
        if (cost < min || cost > max) {
            settings.problem(UPGRADE_COST.name() + " must be " + min + " to " + max + " for "
                    + scheme.get().wireName());
        }
        return cost;
    }

    private static Optional<PasswordScheme> scheme(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(PasswordScheme.forNew(text.strip()));
    }

    private static String domain(String text) {
        String domain = Address.canonicalDomain(text.strip());
        if (!domain.isEmpty() && !Address.isDomain(domain)) {
            throw new IllegalArgumentException("must be a domain such as example.org");
        }
        return domain;
    }

    private static String literal(String text) {
        String address = text.strip();
        if (!address.isEmpty() && !LITERAL.matcher(address).matches()) {
            throw new IllegalArgumentException("must be a literal address: nginx does not resolve names");
        }
        return address;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "MailAuthConfig[key=***, defaultScheme=" + defaultScheme.wireName() + "]";
    }
}
