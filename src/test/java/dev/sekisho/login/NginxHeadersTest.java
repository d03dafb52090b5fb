// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NginxHeadersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "imap-login|carol@example.com|open sesame",
                "imap-plain|carol@example.com|open sesame",
                "imap-tls|carol@example.com|open sesame",
                "imap-wrong-password|carol@example.com|wrong",
                "imap-second-attempt|carol@example.com|wrong again",
                "imap-name-percent|carol%2Bwork@example.com|open sesame",
                "imap-password-special|erin@example.com|100% sure %41 a+b=c&d;\"\\:",
                "imap-password-utf8|frank@example.com|pässwörd-日本-€",
                "pop3-password-spaces|grace@example.com| outer and  inner ",
                "pop3-user|carol@example.com|open sesame",
                "smtp-login|carol@example.com|open sesame",
                "smtp-plain|carol@example.com|open sesame",
                "smtp-name-plus|carol+2026@example.com|open sesame",
                "smtp-wrong-password|carol@example.com|wrong",
                "imap-cram-md5|carol@example.com|6dda13ec740e2ff3022d2153d935fe25",
                "pop3-apop|carol@example.com|4c33ce3e5ac6fe6a7495879bb6c6587f",
            })
    void recordedLoginsAreReadAsTheClientWroteThem(String name, String user, String password) {
        AuthRequest request = RecordedLogin.named(name).request();
        assertThat(request.user()).isEqualTo(user);
        assertThat(request.password().text()).isEqualTo(password);
    }

    @Test
    void aRecordedMxSessionHasNoLogin() {
        AuthRequest request = RecordedLogin.named("smtp-none").request();
        assertThat(request.method()).isEqualTo(AuthMethod.NONE);
        assertThat(request.user()).isEmpty();
        assertThat(request.password().sizeBytes()).isZero();
    }

    /** nginx copies the command raw, so a percent sign is the client's own. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "RCPT TO:<info%sales@example.org>|info%sales@example.org",
                "RCPT TO:<alice@example.org> ORCPT=rfc822;bounce%shop@partner.example|alice@example.org",
                "RCPT TO:<joe%40partner.example@example.org>|joe%40partner.example@example.org",
                "RCPT TO:<100%@example.org>|100%@example.org",
                "RCPT TO:<alice@example.org.>|alice@example.org.",
                "rcpt to: < alice@example.org > NOTIFY=NEVER|alice@example.org",
                "RCPT TO:alice@example.org|alice@example.org",
                "RCPT TO: alice@example.org NOTIFY=NEVER|alice@example.org",
                "RCPT TO:<\"a>b\"@example.org>|\"a>b\"@example.org",
                "RCPT TO:<\"a\\\">b\"@example.org>|\"a\\\">b\"@example.org",
                "RCPT TO:<@relay.example,@b.example:alice@example.org>|alice@example.org",
                "RCPT TO:<postmaster>|postmaster",
                "RCPT TO:<alice@example.org|''",
                "RCPT TO:<>|''",
                "RCPT|''",
                "''|''",
            })
    void aRecipientIsReadAsTheClientSentIt(String header, String recipient) {
        assertThat(NginxHeaders.recipient(header)).isEqualTo(recipient);
    }

    @Test
    void aRecipientThatCannotBeReadIsNone() {
        assertThat(NginxHeaders.recipient("RCPT TO:<" + "a".repeat(320) + ">")).hasSize(320);
        assertThat(NginxHeaders.recipient("RCPT TO:<" + "a".repeat(321) + ">")).isEmpty();
        assertThat(NginxHeaders.recipient("RCPT TO:<caf\u00e9@example.org>"))
                .as("no UTF-8")
                .isEmpty();
        assertThat(NginxHeaders.recipient("RCPT TO:<caf\u00c3\u00a9@example.org>"))
                .isEqualTo("caf\u00e9@example.org");
        assertThat(NginxHeaders.recipient("RCPT TO:<a\u0007@example.org>")).isEmpty();
        assertThat(NginxHeaders.recipient("RCPT TO:<" + "a".repeat(400) + "@example.org>"))
                .isEmpty();
    }

    @Test
    void everyValueThatNginxEscapesIsDecoded() throws Exception {
        for (long seed = 0; seed < 500; seed++) {
            byte[] bytes = new byte[new Random(seed).nextInt(100)];
            new Random(seed).nextBytes(bytes);
            assertThat(NginxHeaders.password(nginxEscape(bytes)).bytes())
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    /** ngx_mail_auth_http_escape: 0x00 to 0x20 and the percent sign, nothing else. */
    private static String nginxEscape(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            int b = each & 0xff;
            if (b <= ' ' || b == '%') {
                text.append("%%%02X".formatted(b));
            } else {
                text.append((char) b);
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "a%", "a%4", "%zz", "%4g", "%%41", "% 1", "%+1", "%-1"})
    void aBrokenEscapeIsRefused(String header) {
        assertThatThrownBy(() -> NginxHeaders.user(header)).hasMessage("broken percent-encoding");
        assertThatThrownBy(() -> NginxHeaders.password(header)).hasMessage("broken percent-encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%00", "a%0D%0AAuth-Status: OK", "%09a", "a%7F", "a\u00c2\u0085"})
    void aLoginWithControlCharactersIsRefused(String header) {
        assertThatThrownBy(() -> NginxHeaders.user(header)).isInstanceOf(MalformedLoginException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e9@example.org", "\u00c0\u00af@example.org", "\u00ed\u00a0\u0080@example.org"})
    void aLoginThatIsNotUtf8IsRejected(String header) {
        assertThatThrownBy(() -> NginxHeaders.user(header)).hasMessage("login not UTF-8");
    }

    @Test
    void aLoginIsAtMost320Bytes() throws Exception {
        assertThat(NginxHeaders.user("a".repeat(320))).hasSize(320);
        assertThatThrownBy(() -> NginxHeaders.user("a".repeat(321))).hasMessage("login too long");
        assertThatThrownBy(() -> NginxHeaders.user(NginxHeaders.value("ü".repeat(161))))
                .hasMessage("login too long");
    }

    @Test
    void textGoesOutAsItsBytes() {
        String value = NginxHeaders.value("pässwörd-日本-€");
        assertThat(value.getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo("pässwörd-日本-€".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "a\r\nAuth-Status: OK", "a\u0000", "\u0085"})
    void whatNginxWouldChangeCannotBeSent(String text) {
        assertThat(NginxHeaders.isTransportable(text)).isFalse();
    }

    @Test
    void innerBlanksAndUnicodeCanBeSent() {
        assertThat(NginxHeaders.isTransportable("open sesame")).isTrue();
        assertThat(NginxHeaders.isTransportable("pässwörd-日本-€")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "carol@example.com, carol@example.com",
        "carol+2026@example.com, carol+2B2026@example.com",
        "a=b@example.com, a+3Db@example.com",
        "a b@example.com, a+20b@example.com",
        "a\u007fb@example.com, a+7Fb@example.com",
        "a~!b@example.com, a~!b@example.com",
        "josé@example.com, jos+C3+A9@example.com",
        "two words@example.com, two+20words@example.com"
    })
    void xtextEncodesWhatPostfixWouldDecode(String login, String xtext) {
        assertThat(NginxHeaders.xtext(login)).isEqualTo(xtext);
    }
}
