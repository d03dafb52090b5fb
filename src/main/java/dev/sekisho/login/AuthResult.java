// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.AttemptOutcome;
import dev.sekisho.directory.Language;
import dev.sekisho.password.Secret;
import java.util.Optional;

/** What was decided about a login. */
@ThreadSafe
public sealed interface AuthResult {
    /** The result as the decision log names it. */
    String word();

    /** The reason for the operator; empty for none. */
    String reason();

    /** What brute-force protection counts. */
    default AttemptOutcome attempt() {
        return AttemptOutcome.UNDECIDED;
    }

    /**
     * The client may log in.
     *
     * @param user the canonical account; empty for method {@code none}
     * @param hostName the name of the mail host, for the log
     * @param server its literal address
     * @param port its port for the protocol
     * @param password the clear password if nginx needs it
     */
    record Accepted(String user, String hostName, String server, int port, Optional<Secret> password)
            implements AuthResult {
        @Override
        public String word() {
            return "accept";
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public AttemptOutcome attempt() {
            return AttemptOutcome.SUCCESS;
        }
    }

    /**
     * The client may not log in, and a retry does not help.
     *
     * @param rejection the answer to the client
     * @param reason the reason for the operator
     * @param attempt what brute-force protection counts
     */
    record Rejected(Rejection rejection, String reason, AttemptOutcome attempt) implements AuthResult {
        /** The account does not exist. */
        public static final Rejected UNKNOWN_USER =
                new Rejected(Rejection.CREDENTIALS, "unknown user", AttemptOutcome.UNKNOWN_USER);

        /** A login without a domain names no account, so no password could be right. */
        public static final Rejected NO_DOMAIN =
                new Rejected(Rejection.CREDENTIALS, "login without a domain", AttemptOutcome.NO_GUESS);

        /** Only wrong credentials are a failure of the client; before any other rejection the password was right. */
        public Rejected(Rejection rejection, String reason) {
            this(
                    rejection,
                    reason,
                    rejection == Rejection.CREDENTIALS ? AttemptOutcome.WRONG_PASSWORD : AttemptOutcome.UNDECIDED);
        }

        @Override
        public String word() {
            return "reject";
        }
    }

    /** Sekisho cannot decide now; never to be shown as a wrong password. */
    record TemporaryFailure(String reason) implements AuthResult {
        @Override
        public String word() {
            return "tempfail";
        }
    }

    /** nginx shall repeat the request after so many seconds; no thread of Sekisho waits. */
    record Wait(int seconds, String reason) implements AuthResult {
        @Override
        public String word() {
            return "wait";
        }
    }

    /**
     * The answer to a rejected client by protocol: an IMAP and a POP3 response code, an SMTP reply code. The text is in
     * {@link AnswerTexts}.
     */
    enum Rejection {
        CREDENTIALS("[AUTHENTICATIONFAILED]", "[AUTH]", "535 5.7.8"),
        SUSPENDED("[AUTHORIZATIONFAILED]", "[AUTH]", "525 5.7.13"),
        SEND_BLOCKED("[AUTHORIZATIONFAILED]", "[AUTH]", "525 5.7.13"),
        /** RFC 5530, 3; SMTP has no code for it. With this one programs prompt for the new password. */
        PASSWORD_MUST_CHANGE("[EXPIRED]", "[AUTH]", "535 5.7.8"),
        CLOSED("[AUTHORIZATIONFAILED]", "[AUTH]", "525 5.7.13"),
        METHOD("[AUTHORIZATIONFAILED]", "[AUTH]", "535 5.7.8"),
        PROTOCOL("[AUTHORIZATIONFAILED]", "[AUTH]", "535 5.7.8"),
        /** RFC 5530, 3; RFC 4954, 6. */
        TLS("[PRIVACYREQUIRED]", "[AUTH]", "538 5.7.11"),
        NETWORK("[AUTHORIZATIONFAILED]", "[AUTH]", "535 5.7.8"),
        /** Mail without login for a domain that Sekisho does not have. */
        RELAY("[AUTHORIZATIONFAILED]", "[AUTH]", "550 5.7.1");

        private final String imapCode;
        private final String pop3Code;
        private final String smtpCode;

        Rejection(String imapCode, String pop3Code, String smtpCode) {
            this.imapCode = imapCode;
            this.pop3Code = pop3Code;
            this.smtpCode = smtpCode;
        }

        String text(AuthProtocol protocol, Language language) {
            String text = AnswerTexts.of(language, this);
            return switch (protocol) {
                case IMAP -> imapCode + " " + text;
                case POP3 -> pop3Code + " " + text;
                case SMTP -> text;
            };
        }

        String smtpCode() {
            return smtpCode;
        }
    }
}
