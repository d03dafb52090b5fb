// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import dev.sekisho.directory.Language;
import dev.sekisho.password.Secret;
import java.util.Optional;

/** What becomes of a login. Immutable and safe for use by any thread. */
public sealed interface AuthResult {
    /** The result in the decision log's word. */
    String word();

    /** Why, for the operator; empty if there is nothing to say. */
    String reason();

    /**
     * The client may pass.
     *
     * @param user the canonical account; empty for method {@code none}
     * @param hostName the mail host's name, for the log
     * @param server its literal address
     * @param port its port for the protocol
     * @param password the clear password where nginx needs it
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
    }

    /**
     * The client may not pass, and trying again does not help.
     *
     * @param refusal what it is told
     * @param reason what the operator is told
     */
    record Refused(Refusal refusal, String reason) implements AuthResult {
        @Override
        public String word() {
            return "refuse";
        }
    }

    /** Sekisho cannot tell now: never to be taken for a wrong password. */
    record TryLater(String reason) implements AuthResult {
        @Override
        public String word() {
            return "tempfail";
        }
    }

    /** The same question again after so many seconds: nginx waits, no thread of ours does. */
    record Tarpit(int seconds, String reason) implements AuthResult {
        @Override
        public String word() {
            return "wait";
        }
    }

    /**
     * What a refused client is told, by protocol: an IMAP and a POP3 response code, an SMTP reply code; the text is in
     * {@link AnswerTexts}.
     */
    enum Refusal {
        CREDENTIALS("[AUTHENTICATIONFAILED]", "[AUTH]", "535 5.7.8"),
        SUSPENDED("[AUTHORIZATIONFAILED]", "[AUTH]", "525 5.7.13"),
        SEND_BLOCKED("[AUTHORIZATIONFAILED]", "[AUTH]", "525 5.7.13"),
        /** RFC 5530, 3; SMTP has no code of its own, and this one makes programs ask for the new password. */
        PASSWORD_MUST_CHANGE("[EXPIRED]", "[AUTH]", "535 5.7.8"),
        CLOSED("[AUTHORIZATIONFAILED]", "[AUTH]", "525 5.7.13"),
        METHOD("[AUTHORIZATIONFAILED]", "[AUTH]", "535 5.7.8"),
        PROTOCOL("[AUTHORIZATIONFAILED]", "[AUTH]", "535 5.7.8"),
        /** RFC 5530, 3; RFC 4954, 6. */
        TLS("[PRIVACYREQUIRED]", "[AUTH]", "538 5.7.11"),
        NETWORK("[AUTHORIZATIONFAILED]", "[AUTH]", "535 5.7.8"),
        /** No login at all: mail for a domain that is not ours. */
        RELAY("[AUTHORIZATIONFAILED]", "[AUTH]", "550 5.7.1");

        private final String imapCode;
        private final String pop3Code;
        private final String smtpCode;

        Refusal(String imapCode, String pop3Code, String smtpCode) {
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
