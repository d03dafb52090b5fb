// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.Language;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.login.AuthResult.Wait;
import dev.sekisho.password.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NginxAnswerTest {
    private static final String USER = "alice@example.org";

    private final TestNginxAnswer answer = new TestNginxAnswer(TestLoginConfig.config());

    @Test
    void anAcceptedLoginNamesServerPortAndAccount() {
        assertThat(answer.headers(request(AuthMethod.PLAIN, AuthProtocol.IMAP), accepted(USER, null)))
                .containsExactly(
                        Map.entry("Auth-Status", "OK"),
                        Map.entry("Auth-Server", "192.0.2.11"),
                        Map.entry("Auth-Port", "143"),
                        Map.entry("Auth-User", USER));
    }

    @Test
    void aPasswordIsGivenBackAsItsBytes() {
        assertThat(answer.headers(request(AuthMethod.CRAM_MD5, AuthProtocol.IMAP), accepted(USER, "pä€")))
                .containsEntry("Auth-Pass", NginxHeaders.value("pä€"));
    }

    @ParameterizedTest
    @CsvSource({"SMTP, carol+2B2026@example.org", "IMAP, carol+2026@example.org", "POP3, carol+2026@example.org"})
    void aLoginIsXtextForSmtpOnly(AuthProtocol protocol, String user) {
        assertThat(answer.headers(request(AuthMethod.PLAIN, protocol), accepted("carol+2026@example.org", null)))
                .containsEntry("Auth-User", user);
    }

    @Test
    void aNginxThatEncodesByItselfGetsTheLoginRaw() {
        TestNginxAnswer raw = new TestNginxAnswer(TestLoginConfig.config("xclient-login", "raw"));
        assertThat(raw.headers(request(AuthMethod.PLAIN, AuthProtocol.SMTP), accepted("carol+2026@example.org", null)))
                .containsEntry("Auth-User", "carol+2026@example.org");
    }

    @Test
    void anMxSessionHasNoLoginInItsAnswer() {
        assertThat(answer.headers(
                        request(AuthMethod.NONE, AuthProtocol.SMTP),
                        new Accepted("", "mx", "192.0.2.21", 25, Optional.empty())))
                .containsOnlyKeys("Auth-Status", "Auth-Server", "Auth-Port");
    }

    @ParameterizedTest
    @CsvSource({
        "CREDENTIALS, IMAP, [AUTHENTICATIONFAILED] Authentication failed.",
        "CREDENTIALS, POP3, [AUTH] Authentication failed.",
        "CREDENTIALS, SMTP, Authentication failed.",
        "SUSPENDED, IMAP, [AUTHORIZATIONFAILED] This account is suspended.",
        "SUSPENDED, POP3, [AUTH] This account is suspended.",
        "SUSPENDED, SMTP, This account is suspended.",
        "METHOD, IMAP, [AUTHORIZATIONFAILED] This way to log in is not permitted for the account.",
        "METHOD, SMTP, This way to log in is not permitted for the account.",
        "PROTOCOL, POP3, [AUTH] This service is not permitted for the account.",
        "PROTOCOL, SMTP, This service is not permitted for the account."
    })
    void aRefusalHasTheFormOfItsProtocol(Rejection refusal, AuthProtocol protocol, String status) {
        assertThat(answer.headers(request(AuthMethod.PLAIN, protocol), new Rejected(refusal, "for the log")))
                .containsEntry("Auth-Status", status)
                .doesNotContainKeys("Auth-Server", "Auth-Port", "Auth-Pass");
    }

    @ParameterizedTest
    @CsvSource({
        "CREDENTIALS, 535 5.7.8",
        "SUSPENDED, 525 5.7.13",
        "METHOD, 535 5.7.8",
        "PROTOCOL, 535 5.7.8",
    })
    void smtpGetsACodeThatIsPermanent(Rejection refusal, String code) {
        assertThat(answer.headers(request(AuthMethod.PLAIN, AuthProtocol.SMTP), new Rejected(refusal, "")))
                .containsEntry("Auth-Error-Code", code);
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, IMAP, [UNAVAILABLE] Temporary authentication failure.,",
        "PLAIN, POP3, [SYS/TEMP] Temporary authentication failure.,",
        "PLAIN, SMTP, Temporary authentication failure., 454 4.7.0",
        "NONE, SMTP, Temporary failure., 451 4.3.0",
    })
    void aTemporaryFailureNeverLooksLikeAWrongPassword(
            AuthMethod method, AuthProtocol protocol, String status, @Nullable String code) {
        Map<String, String> headers = answer.headers(request(method, protocol), new TemporaryFailure("for the log"));
        assertThat(headers).containsEntry("Auth-Status", status);
        assertThat(Optional.ofNullable(headers.get("Auth-Error-Code"))).isEqualTo(Optional.ofNullable(code));
        assertThat(headers).doesNotContainKeys("Auth-Wait", "Auth-Server", "Auth-Port");
    }

    @ParameterizedTest
    @EnumSource(AuthProtocol.class)
    void everyAnswerHasAStatusFitsNginxAndHidesTheLoggedReason(AuthProtocol protocol) {
        for (AuthMethod method : AuthMethod.values()) {
            AuthRequest request = request(method, protocol);
            for (AuthResult result : results()) {
                assertThat(answer.fits(request, result)).isTrue();
                Map<String, String> headers = answer.headers(request, result);
                assertThat(headers).as("%s %s %s", method, protocol, result).containsKey("Auth-Status");
                assertThat(headers.containsKey("Auth-Server")).isEqualTo(result instanceof Accepted);
                assertThat("OK".equals(headers.get("Auth-Status"))).isEqualTo(result instanceof Accepted);
                assertThat(bytes(headers)).isLessThanOrEqualTo(NginxAnswer.HEADER_BYTES);
                assertThat(headers.toString()).doesNotContain("for the log");
                assertThat(headers.keySet()).allMatch(name -> name.matches("[A-Za-z0-9-]+"));
                assertThat(headers.values()).noneMatch(value -> value.chars().anyMatch(c -> c < ' ' || c > 0xff));
            }
        }
    }

    @Test
    void valuesThatDoNotFitNginxAreNotSent() {
        AuthRequest imap = request(AuthMethod.CRAM_MD5, AuthProtocol.IMAP);
        assertThat(answer.fits(imap, accepted(USER, "x".repeat(600)))).isTrue();
        assertThat(answer.fits(imap, accepted(USER, "x".repeat(720)))).isFalse();
        assertThat(answer.fits(imap, accepted(USER, "€".repeat(240)))).isFalse();

        int longest = 600;
        while (answer.fits(imap, accepted(USER, "x".repeat(longest + 1)))) {
            longest++;
        }
        assertThat(bytes(answer.headers(imap, accepted(USER, "x".repeat(longest)))))
                .isEqualTo(NginxAnswer.HEADER_BYTES);

        AuthRequest smtp = request(AuthMethod.PLAIN, AuthProtocol.SMTP);
        assertThat(answer.fits(smtp, accepted("ü".repeat(160), null))).isFalse();
    }

    @Test
    void valuesThatDoNotFitAHeaderAreNotSent() {
        AuthRequest imap = request(AuthMethod.APOP, AuthProtocol.POP3);
        assertThat(answer.fits(imap, accepted(USER, " outer "))).isFalse();
        assertThat(answer.fits(imap, accepted(USER, "a\r\nAuth-Server: 192.0.2.66")))
                .isFalse();
        assertThat(answer.fits(imap, accepted("a\nb@example.org", null))).isFalse();
    }

    @Test
    void aRefusedClientMayTryAgainUntilItsAttemptsAreSpent() {
        assertThat(waitAfter(answer, AuthMethod.PLAIN, 1)).hasValue("3");
        assertThat(waitAfter(answer, AuthMethod.PLAIN, 9)).hasValue("3");
        assertThat(waitAfter(answer, AuthMethod.PLAIN, 10)).isEmpty();
        assertThat(waitAfter(answer, AuthMethod.PLAIN, 999_999)).isEmpty();
    }

    @Test
    void withoutAWaitTheConnectionIsClosed() {
        AuthRequest imap = request(AuthMethod.PLAIN, AuthProtocol.IMAP);
        Rejected refused = new Rejected(Rejection.CREDENTIALS, "");
        assertThat(answer.headers(imap, refused, 0, Language.EN)).doesNotContainKey("Auth-Wait");
        TestNginxAnswer never = new TestNginxAnswer(TestLoginConfig.config("wait-seconds", "0"));
        assertThat(never.headers(imap, refused, 5, Language.EN)).doesNotContainKey("Auth-Wait");
    }

    @Test
    void afterAChallengeThereIsNoWaitUnlessConfigured() {
        TestNginxAnswer waiting = new TestNginxAnswer(TestLoginConfig.config("wait-after-challenge", "true"));
        for (AuthMethod method : List.of(AuthMethod.CRAM_MD5, AuthMethod.APOP)) {
            assertThat(waitAfter(answer, method, 1)).isEmpty();
            assertThat(waitAfter(waiting, method, 1)).hasValue("3");
        }
    }

    /** CVE-2026-27651: for every answer, rule and number of attempts. */
    @Test
    void noAnswerToAChallengeEverMakesNginxWait() {
        List<AuthResult> results = new ArrayList<>(results());
        for (Rejection refusal : Rejection.values()) {
            results.add(new Rejected(refusal, ""));
        }
        results.add(new Wait(10, ""));
        int waits = 0;
        for (String firstWait : new String[] {"0", "3", "60"}) {
            TestNginxAnswer configured = new TestNginxAnswer(TestLoginConfig.config("wait-seconds", firstWait));
            for (AuthMethod method : AuthMethod.values()) {
                for (AuthProtocol protocol : AuthProtocol.values()) {
                    for (int attempt : new int[] {0, 1, 9, 10, 999_999}) {
                        for (int seconds : new int[] {0, 1, 60, 300}) {
                            for (Language language : Language.values()) {
                                for (AuthResult result : results) {
                                    AuthRequest request = new AuthRequest(
                                            method, protocol, USER, Secret.of("x"), "", attempt, "192.0.2.7");
                                    Map<String, String> headers =
                                            configured.headers(request, result, seconds, language);
                                    waits += headers.containsKey("Auth-Wait") ? 1 : 0;
                                    if (method.isChallenge()) {
                                        assertThat(headers)
                                                .as("%s %s %s", method, protocol, result)
                                                .doesNotContainKey("Auth-Wait")
                                                .doesNotContainEntry("Auth-Status", "WAIT");
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        assertThat(waits).isPositive();
    }

    @Test
    void noSecondsOfWaitCloseTheConnection() {
        TestNginxAnswer closing = new TestNginxAnswer(TestLoginConfig.config("wait-seconds", "0"));
        assertThat(waitAfter(closing, AuthMethod.PLAIN, 1)).isEmpty();
    }

    private static Optional<String> waitAfter(TestNginxAnswer answer, AuthMethod method, int attempt) {
        AuthRequest request =
                new AuthRequest(method, AuthProtocol.IMAP, USER, Secret.of("x"), "", attempt, "192.0.2.7");
        return Optional.ofNullable(
                answer.headers(request, new Rejected(Rejection.CREDENTIALS, "")).get("Auth-Wait"));
    }

    private static List<AuthResult> results() {
        return List.of(
                accepted("a".repeat(64) + "@" + "b".repeat(255), null),
                accepted(USER, "open sesame"),
                new Rejected(Rejection.CREDENTIALS, "for the log"),
                new Rejected(Rejection.SUSPENDED, "for the log"),
                new Rejected(Rejection.METHOD, "for the log"),
                new Rejected(Rejection.PROTOCOL, "for the log"),
                new TemporaryFailure("for the log"));
    }

    private static int bytes(Map<String, String> headers) {
        return headers.entrySet().stream()
                .mapToInt(each -> (each.getKey() + ": " + each.getValue() + "\r\n").length())
                .sum();
    }

    private static Accepted accepted(String user, @Nullable String password) {
        return new Accepted(
                user, "mail-a", "192.0.2.11", 143, Optional.ofNullable(password).map(Secret::of));
    }

    private static AuthRequest request(AuthMethod method, AuthProtocol protocol) {
        return new AuthRequest(method, protocol, USER, Secret.of("x"), "", 1, "192.0.2.7");
    }
}
