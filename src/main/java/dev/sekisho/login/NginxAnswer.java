// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Language;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Refused;
import dev.sekisho.login.AuthResult.Tarpit;
import dev.sekisho.login.AuthResult.TryLater;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns a result into the headers that nginx obeys.
 *
 * <p>nginx reads at most 1,024 bytes of head, status line included, and takes a longer answer for a failure of ours.
 * What does not fit, or cannot stand in a header, becomes a temporary failure here, where it can be told.
 */
@Immutable
final class NginxAnswer {
    /**
     * Bytes for our headers: 1,024 less the status line and what the server adds (Date, Content-Length, Connection).
     */
    static final int HEADER_BYTES = 780;

    private final LoginConfig config;

    NginxAnswer(LoginConfig config) {
        this.config = config;
    }

    /** Whether {@link #headers} can say {@code result}; if not, a {@link TryLater} has to be said instead. */
    boolean isSayable(AuthRequest request, AuthResult result) {
        if (!(result instanceof Accepted accepted)) {
            return true;
        }
        boolean transportable = NginxHeaders.isTransportable(accepted.user())
                && accepted.password()
                        .map(pass -> NginxHeaders.isTransportable(pass.text()))
                        .orElse(true);
        return transportable && bytes(headers(request, result)) <= HEADER_BYTES;
    }

    Map<String, String> headers(AuthRequest request, AuthResult result) {
        return headers(request, result, config.waitSeconds(), Language.EN);
    }

    /**
     * The headers in nginx's names; values are one char a byte.
     *
     * @param waitSeconds {@code Auth-Wait} after a refusal; 0 closes the connection
     */
    Map<String, String> headers(AuthRequest request, AuthResult result, int waitSeconds, Language language) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (result instanceof Accepted accepted) {
            accept(request, accepted, headers);
        } else if (result instanceof Refused refused) {
            headers.put("Auth-Status", NginxHeaders.value(refused.refusal().text(request.protocol(), language)));
            if (request.protocol() == AuthProtocol.SMTP) {
                headers.put("Auth-Error-Code", refused.refusal().smtpCode());
            }
            if (waitSeconds > 0 && mayTryAgain(request)) {
                headers.put("Auth-Wait", Integer.toString(waitSeconds));
            }
        } else if (result instanceof Tarpit tarpit && mayWait(request.method())) {
            // ngx_mail_auth_http_module: sleeps, then sends the same request again; in its source only.
            headers.put("Auth-Status", "WAIT");
            headers.put("Auth-Wait", Integer.toString(tarpit.seconds()));
        } else {
            tryLater(request.protocol(), request.method(), language, headers);
        }
        return headers;
    }

    private void accept(AuthRequest request, Accepted accepted, Map<String, String> headers) {
        headers.put("Auth-Status", "OK");
        headers.put("Auth-Server", accepted.server());
        headers.put("Auth-Port", Integer.toString(accepted.port()));
        if (!accepted.user().isEmpty()) {
            boolean encode =
                    request.protocol() == AuthProtocol.SMTP && config.xclientLogin() == LoginConfig.XclientLogin.XTEXT;
            headers.put(
                    "Auth-User", encode ? NginxHeaders.xtext(accepted.user()) : NginxHeaders.value(accepted.user()));
        }
        accepted.password().ifPresent(pass -> headers.put("Auth-Pass", NginxHeaders.value(pass.text())));
    }

    static void tryLater(AuthProtocol protocol, AuthMethod method, Language language, Map<String, String> headers) {
        String text =
                NginxHeaders.value(AnswerTexts.of(language, method == AuthMethod.NONE ? "TROUBLE_NONE" : "TROUBLE"));
        switch (protocol) {
            case IMAP -> headers.put("Auth-Status", "[UNAVAILABLE] " + text);
            case POP3 -> headers.put("Auth-Status", "[SYS/TEMP] " + text);
            case SMTP -> {
                headers.put("Auth-Status", text);
                headers.put("Auth-Error-Code", method == AuthMethod.NONE ? "451 4.3.0" : "454 4.7.0");
            }
        }
    }

    private boolean mayTryAgain(AuthRequest request) {
        return config.waitSeconds() > 0 && request.loginAttempt() < config.attempts() && mayWait(request.method());
    }

    /** nginx before 1.29.7 crashes on a challenge and {@code Auth-Wait} (CVE-2026-27651). */
    private boolean mayWait(AuthMethod method) {
        return config.waitAfterChallenge() || !method.isChallenge();
    }

    /** Each header takes its name, a colon, a blank, its value and CR LF. */
    private static int bytes(Map<String, String> headers) {
        return headers.entrySet().stream()
                .mapToInt(each -> each.getKey().length() + each.getValue().length() + 4)
                .sum();
    }
}
