// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.database.LimitedReads;
import dev.sekisho.directory.snapshot.MailDomain;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded request is decoded, decided and answered for nginx. */
class RecordedLoginTest {
    private final LoginConfig config =
            TestLoginConfig.config(Map.of("wait-seconds", "1", "mx-address", "192.0.2.21", "mx-port", "10025"));
    private final LoginAuthenticator authenticator = new LoginAuthenticator(
            TestAccounts.ofRecordings(),
            Optional::of,
            name -> Optional.of(new MailDomain(name, Optional.empty())),
            new TestProbe().health(),
            config,
            TestLoginConfig.check(config),
            LimitedReads.direct(),
            Clock.systemUTC());
    private final TestNginxAnswer answer = new TestNginxAnswer(config);

    @ParameterizedTest
    @MethodSource("dev.sekisho.login.RecordedLogin#all")
    void theAnswerMeansWhatTheRecordedOneMeant(RecordedLogin recorded) {
        authenticator.open();
        AuthResult result = authenticator.decide(recorded.request());
        Map<String, String> ours = answer.headers(recorded.request(), result);
        Map<String, String> theirs = recorded.answer();

        assertThat(answer.fits(recorded.request(), result)).isTrue();
        assertThat("OK".equals(ours.get("Auth-Status"))).isEqualTo(recorded.isOk());
        for (String header : new String[] {"Auth-Port", "Auth-Error-Code", "Auth-Wait"}) {
            assertThat(ours.get(header)).as(header).isEqualTo(theirs.get(header));
        }
        assertThat(Optional.ofNullable(ours.get("Auth-User")).orElse("").toLowerCase(Locale.ROOT))
                .isEqualTo(
                        Optional.ofNullable(theirs.get("Auth-User")).orElse("").toLowerCase(Locale.ROOT));
        // nginx does not forward a password to an SMTP server, so Sekisho does not send it there.
        assertThat(ours.get("Auth-Pass")).isEqualTo(recorded.isFor(AuthProtocol.SMTP) ? null : theirs.get("Auth-Pass"));
    }
}
