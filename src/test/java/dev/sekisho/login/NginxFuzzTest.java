// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.password.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** For any request of nginx, Sekisho's answer is valid for nginx. Run by seeds; fuzzed with -Pfuzz. */
@Tag("slow")
class NginxFuzzTest {
    /** What nginx reads of an answer's head, in bytes. */
    private static final int HEAD_BYTES = NginxAnswer.HEADER_BYTES;

    private static final TestNginxAnswer ANSWER = new TestNginxAnswer(TestLoginConfig.config());

    @FuzzTest(maxDuration = "2m")
    void everyAnswerIsValidForNginx(FuzzedDataProvider data) {
        AuthProtocol protocol = data.pickValue(AuthProtocol.values());
        AuthMethod method = data.pickValue(AuthMethod.values());
        String canonical = data.consumeString(330);
        String server = data.pickValue(List.of("192.0.2.11", "2001:db8::11"));
        Secret clear = Secret.ofBytes(data.consumeBytes(1100));
        int attempt = data.consumeInt(0, 30);
        int kind = data.consumeInt(0, 2);
        AuthRequest request;
        AuthResult result;
        try {
            request = new AuthRequest(
                    method,
                    protocol,
                    NginxHeaders.user(data.consumeString(400)),
                    NginxHeaders.password(data.consumeRemainingAsString()),
                    "",
                    attempt,
                    "192.0.2.7");
            result = switch (kind) {
                case 0 ->
                    new Accepted(
                            canonical, "mail-a", server, 143, Optional.of(clear).filter(each -> each.sizeBytes() > 0));
                case 1 -> new Rejected(data.pickValue(Rejection.values()), canonical);
                default -> new TemporaryFailure(canonical);
            };
        } catch (MalformedLoginException e) {
            request = new AuthRequest(method, protocol, "", Secret.of(""), "", attempt, "192.0.2.7");
            result = new Rejected(Rejection.CREDENTIALS, String.valueOf(e.getMessage()));
        }
        if (!ANSWER.fits(request, result)) {
            result = new TemporaryFailure("the answer does not fit nginx");
        }
        Map<String, ?> headers = ANSWER.headers(request, result);
        int bytes = 0;
        for (Map.Entry<String, ?> each : headers.entrySet()) {
            String value = String.valueOf(each.getValue());
            assertThat(each.getKey()).matches("Auth-[A-Za-z-]+");
            assertThat(value).isEqualTo(value.strip()).isNotEmpty();
            assertThat(value.chars()).allMatch(c -> c >= ' ' && c != 0x7f && c < 0x100);
            bytes += each.getKey().length() + value.getBytes(ISO_8859_1).length + 4;
        }
        assertThat(bytes).isLessThanOrEqualTo(HEAD_BYTES);
        boolean ok = "OK".equals(headers.get("Auth-Status"));
        assertThat(headers).containsKey("Auth-Status");
        assertThat(ok).isEqualTo(result instanceof Accepted);
        assertThat(headers.containsKey("Auth-Server")).isEqualTo(ok);
        assertThat(headers.containsKey("Auth-Port")).isEqualTo(ok);
    }

    @FuzzTest(maxDuration = "2m")
    void aLoginIsDecodedOrRefusedAndNeverHoldsAControlCharacter(FuzzedDataProvider data) {
        String header = data.consumeRemainingAsString();
        try {
            String user = NginxHeaders.user(header);
            assertThat(user.chars()).noneMatch(Character::isISOControl);
            assertThat(NginxHeaders.password(header).sizeBytes()).isLessThanOrEqualTo(header.length());
        } catch (MalformedLoginException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
