// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.bruteforce.AttemptOutcome;
import dev.sekisho.bruteforce.LoginAttempt.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthPolicyRequestTest {
    /** As Dovecot 2.3.19 sent it, for ManageSieve. */
    private static final String REPORT = """
            {"device_id":"","login":"bob@example.net","protocol":"sieve","pwhash":"0a67","remote":"127.0.0.1",\
            "session_id":"G+XeSwZhUMB/AAAB","success":false,"policy_reject":false,"tls":false}""";

    private static AuthPolicyRequest parse(String command, String body) throws MalformedLoginException {
        return AuthPolicyRequest.parse(command, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatDovecotSentIsRead() throws Exception {
        assertThat(parse("report", REPORT))
                .isEqualTo(new AuthPolicyRequest(
                        "report",
                        "bob@example.net",
                        "127.0.0.1",
                        "sieve",
                        "G+XeSwZhUMB/AAAB",
                        "",
                        "0a67",
                        false,
                        false,
                        ""));
    }

    @ParameterizedTest
    @CsvSource({
        "true, false, SUCCESS",
        "false, true, UNDECIDED",
        "false, false, WRONG_PASSWORD",
    })
    void whatAReportMeans(boolean success, boolean rejected, AttemptOutcome outcome) throws Exception {
        String body = REPORT.replace("\"success\":false", "\"success\":" + success)
                .replace("\"policy_reject\":false", "\"policy_reject\":" + rejected);
        assertThat(parse("report", body).outcome(() -> true)).isEqualTo(outcome);
    }

    @Test
    void aReportWithoutPolicyRejectWasNotRejected() throws Exception {
        assertThat(parse("report", REPORT.replace("\"policy_reject\":false,", ""))
                        .outcome(() -> true))
                .isEqualTo(AttemptOutcome.WRONG_PASSWORD);
    }

    @Test
    void aFailureOfALoginWithoutAnAccountCountsAsAnUnknownUser() throws Exception {
        assertThat(parse("report", REPORT).outcome(() -> false)).isEqualTo(AttemptOutcome.UNKNOWN_USER);
    }

    /** Recorded from Dovecot 2.4's documentation, "Authentication Policy". */
    @ParameterizedTest
    @CsvSource({
        "internal, bob@example.net, UNDECIDED, UNDECIDED",
        "expired, bob@example.net, UNDECIDED, UNDECIDED",
        "disabled, bob@example.net, UNDECIDED, UNDECIDED",
        "policy, bob@example.net, UNDECIDED, UNDECIDED",
        "account, bob@example.net, UNKNOWN_USER, UNKNOWN_USER",
        "credentials, bob@example.net, WRONG_PASSWORD, WRONG_PASSWORD",
        "'', bob@example.net, WRONG_PASSWORD, UNKNOWN_USER",
        "something new, bob@example.net, WRONG_PASSWORD, UNKNOWN_USER",
        "account, bob, NO_GUESS, NO_GUESS",
        "credentials, bob, WRONG_PASSWORD, WRONG_PASSWORD",
        "'', bob, WRONG_PASSWORD, WRONG_PASSWORD",
    })
    void whyItFailedDecidesWhetherItIsAGuess(
            String failType, String login, AttemptOutcome ofKnown, AttemptOutcome ofUnknown) throws Exception {
        String body = REPORT.replace("bob@example.net", login)
                .replace("\"tls\"", "\"fail_type\":\"" + failType + "\",\"tls\"");
        assertThat(parse("report", body).outcome(() -> true)).isEqualTo(ofKnown);
        assertThat(parse("report", body).outcome(() -> false)).isEqualTo(ofUnknown);
        assertThat(parse("report", body).isExcused()).isEqualTo(ofKnown == AttemptOutcome.UNDECIDED);
    }

    @Test
    void aLoginIsCountedInItsCanonicalForm() throws Exception {
        String body = REPORT.replace("bob@example.net", "Bob@Example.NET.");
        assertThat(parse("report", body).attempt().login()).isEqualTo("bob@example.net");
    }

    @Test
    void theHashComparesPasswordsUnlessThereWasAChallenge() throws Exception {
        assertThat(parse("allow", REPORT).attempt().kind()).isEqualTo(Kind.HASHED);
        assertThat(parse("allow", REPORT).attempt().password()).isEqualTo("0a67");
        String challenge = REPORT.replace("\"tls\"", "\"mech\":\"CRAM-MD5\",\"tls\"");
        AuthPolicyRequest request = parse("allow", challenge);
        assertThat(request.attempt().kind()).isEqualTo(Kind.CHALLENGE);
        assertThat(request.attempt().password()).isNotEqualTo(request.attempt().password());
    }

    @Test
    void unusedMembersMayBePresent() throws Exception {
        assertThat(parse("allow", "{\"login\":\"a\",\"remote\":\"\",\"attrs\":{\"cos\":[1,{}]},\"x\":null}")
                        .login())
                .isEqualTo("a");
    }

    @Test
    void aLoginOfAnyLengthAndWithAnyCharactersIsCountedAndNotRefused() throws Exception {
        assertThat(parse("allow", "{\"login\":\"" + "a".repeat(60_000) + "\\u0000\\n\",\"remote\":\"\"}")
                        .login())
                .hasSize(60_002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{",
                "{}",
                "{\"login\":\"a\"}",
                "{\"remote\":\"192.0.2.7\"}",
                "{\"login\":1,\"remote\":\"\"}",
                "{\"login\":null,\"remote\":\"\"}",
                "{\"login\":\"a\",\"login\":\"b\",\"remote\":\"\"}",
                "{\"login\":\"a\",\"remote\":\"\",\"pwhash\":[]}",
                "{\"login\":\"a\",\"remote\":\"\"}x",
                "{\"login\":\"a\",\"remote\":\"\"}{}",
                "{\"login\":\"a\",\"remote\":\"\"",
                "login=a&remote=b"
            })
    void whatDovecotDoesNotSendIsMalformed(String body) {
        assertThatThrownBy(() -> parse("allow", body)).isInstanceOf(MalformedLoginException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Allow", "reset", "allow report"})
    void anUnknownCommandIsMalformed(String command) {
        assertThatThrownBy(() -> parse(command, REPORT))
                .isInstanceOf(MalformedLoginException.class)
                .hasMessage("unknown command");
    }

    @Test
    void aReportWithoutItsResultIsMalformed() {
        assertThatThrownBy(() -> parse("report", "{\"login\":\"a\",\"remote\":\"192.0.2.7\"}"))
                .hasMessageContaining("success");
        assertThatThrownBy(() -> parse("report", REPORT.replace("false", "\"no\"")))
                .isInstanceOf(MalformedLoginException.class);
    }

    @Test
    void whatIsTooLongTooDeepOrNoUtf8IsMalformed() throws Exception {
        String longest = "{\"login\":\"" + "a".repeat(AuthPolicyRequest.MAX_BYTES - 24) + "\",\"remote\":\"\"}";
        assertThat(longest).hasSize(AuthPolicyRequest.MAX_BYTES);
        assertThat(parse("allow", longest).login()).hasSize(AuthPolicyRequest.MAX_BYTES - 24);
        assertThatThrownBy(() -> parse("allow", "{\"login\":\"" + "a".repeat(70_000) + "\",\"remote\":\"\"}"))
                .hasMessage("body too long");
        assertThatThrownBy(() -> parse(
                        "allow",
                        "{\"login\":\"a\",\"remote\":\"\",\"x\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}"))
                .isInstanceOf(MalformedLoginException.class);
        byte[] latin = "{\"login\":\"caf\u00e9\",\"remote\":\"\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> AuthPolicyRequest.parse("allow", latin)).hasMessage("body not UTF-8");
    }

    @Test
    void damagedBodiesAreReadOrMalformedAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] body = REPORT.getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                AuthPolicyRequest.parse("report", body);
                read++;
            } catch (MalformedLoginException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void theHashIsNotShown() throws Exception {
        assertThat(parse("report", REPORT).toString()).doesNotContain("0a67");
    }
}
