// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.bruteforce.AttemptOutcome;
import dev.sekisho.bruteforce.LoginAttempt;
import dev.sekisho.directory.Address;
import jakarta.json.Json;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * A request or report of Dovecot's auth-policy client: one login, before or after the check of its password.
 *
 * <p>One JSON object with the {@code auth_policy_request_attributes}; unknown members are permitted. Recorded from
 * Dovecot 2.3.19:
 * {@code {"device_id":"","login":"alice@example.net","protocol":"imap","pwhash":"08a4","remote":"192.0.2.7","session_id":"…",
 * "success":false,"policy_reject":false,"tls":false}}.
 *
 * @param command {@code allow} or {@code report}
 * @param login as the client wrote it; untrusted, of any length within the bound
 * @param remote the address of the client; empty if there is none
 * @param protocol {@code imap}, {@code sieve}, {@code submission} and so on
 * @param session Dovecot's name of the client's connection
 * @param mechanism the SASL mechanism; empty unless Dovecot is configured to send it
 * @param hash of nonce, login and password; after a challenge Dovecot hashes an empty password
 * @param success whether the password was right; false in {@code allow}
 * @param rejected whether Sekisho rejected the login
 * @param failType why it failed, as Dovecot names it: {@code internal}, {@code credentials}, {@code account},
 *     {@code expired}, {@code disabled}, {@code policy}; empty before Dovecot 2.4
 */
@Immutable
record AuthPolicyRequest(
        String command,
        String login,
        String remote,
        String protocol,
        String session,
        String mechanism,
        String hash,
        boolean success,
        boolean rejected,
        String failType) {
    /** Much more than Dovecot's longest login with all attributes. */
    static final int MAX_BYTES = 64 * 1024;

    /** Mechanisms whose password or token Dovecot knows and hashes. */
    private static final Set<String> WITH_PASSWORD =
            Set.of("", "PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER", "EXTERNAL", "ANONYMOUS");

    /** Failures of Dovecot, rejections by Sekisho, and rejections after a right password. */
    private static final Set<String> EXCUSED = Set.of("internal", "policy", "expired", "disabled");

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    /**
     * Reads a body.
     *
     * @param body at most {@link #MAX_BYTES}, and one more if it is longer
     * @throws MalformedLoginException with the reason if Dovecot does not send such a body
     */
    static AuthPolicyRequest parse(String command, byte[] body) throws MalformedLoginException {
        boolean report = command.equals("report");
        if (!report && !command.equals("allow")) {
            throw new MalformedLoginException("unknown command");
        }
        if (body.length > MAX_BYTES) {
            throw new MalformedLoginException("body too long");
        }
        Map<String, JsonValue> members = members(body);
        return new AuthPolicyRequest(
                command,
                requiredText(members, "login"),
                requiredText(members, "remote"),
                text(members, "protocol"),
                text(members, "session_id"),
                text(members, "mech").toUpperCase(Locale.ROOT),
                text(members, "pwhash"),
                report && flag(members, "success", true),
                report && flag(members, "policy_reject", false),
                report ? text(members, "fail_type") : "");
    }

    LoginAttempt attempt() {
        return WITH_PASSWORD.contains(mechanism)
                ? new LoginAttempt(Address.canonical(login), remote, hash, LoginAttempt.Kind.HASHED, 0)
                // The password is not known: each attempt counts as another one.
                : new LoginAttempt(
                        Address.canonical(login), remote, UUID.randomUUID().toString(), LoginAttempt.Kind.CHALLENGE, 0);
    }

    /** The same request for another login. */
    AuthPolicyRequest of(String otherLogin) {
        return new AuthPolicyRequest(
                command, otherLogin, remote, protocol, session, mechanism, hash, success, rejected, failType);
    }

    /**
     * How the login ended.
     *
     * @param known whether the login is an account of the directory; called only if Dovecot does not report why it
     *     failed
     */
    AttemptOutcome outcome(BooleanSupplier known) {
        if (success) {
            return AttemptOutcome.SUCCESS;
        }
        if (rejected || EXCUSED.contains(failType)) {
            return AttemptOutcome.UNDECIDED;
        }
        boolean domain = login.indexOf('@') >= 0;
        return switch (failType) {
            // Dovecot may have accounts that the directory does not have: its report counts.
            case "account" -> domain ? AttemptOutcome.UNKNOWN_USER : AttemptOutcome.NO_GUESS;
            case "credentials" -> AttemptOutcome.WRONG_PASSWORD;
            // Without a domain it may be an account of Dovecot itself, and a guess at it.
            default -> known.getAsBoolean() || !domain ? AttemptOutcome.WRONG_PASSWORD : AttemptOutcome.UNKNOWN_USER;
        };
    }

    /** Whether the report is about a failure that the client did not cause. */
    boolean isExcused() {
        return !success && !rejected && EXCUSED.contains(failType);
    }

    private static Map<String, JsonValue> members(byte[] body) throws MalformedLoginException {
        try (JsonParser parser = PARSERS.createParser(new StringReader(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString()))) {
            if (parser.next() != JsonParser.Event.START_OBJECT) {
                throw new MalformedLoginException("body is not a JSON object");
            }
            Map<String, JsonValue> members = new HashMap<>();
            while (parser.next() == JsonParser.Event.KEY_NAME) {
                String name = parser.getString();
                parser.next();
                if (members.put(name, parser.getValue()) != null) {
                    throw new MalformedLoginException("a member twice");
                }
            }
            if (parser.hasNext()) {
                throw new MalformedLoginException("data after the JSON object");
            }
            return members;
        } catch (CharacterCodingException e) {
            throw new MalformedLoginException("body not UTF-8");
        } catch (RuntimeException e) {
            // Not JSON, more than one value, or nested beyond the bound of the parser, which has no own exception for
            // it.
            throw new MalformedLoginException("body is not JSON");
        }
    }

    private static String requiredText(Map<String, JsonValue> members, String name) throws MalformedLoginException {
        if (!members.containsKey(name)) {
            throw new MalformedLoginException("no " + name);
        }
        return text(members, name);
    }

    private static String text(Map<String, JsonValue> members, String name) throws MalformedLoginException {
        JsonValue value = members.get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw new MalformedLoginException(name + " is not a string");
    }

    private static boolean flag(Map<String, JsonValue> members, String name, boolean required)
            throws MalformedLoginException {
        JsonValue value = members.get(name);
        if (value == null && !required) {
            return false;
        }
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        throw new MalformedLoginException(name + " is neither true nor false");
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "AuthPolicyRequest[command=" + command + ", login=" + login + ", remote=" + remote + "]";
    }
}
