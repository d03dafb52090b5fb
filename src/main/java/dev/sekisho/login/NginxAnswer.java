// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Language;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.login.AuthResult.Wait;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Renders the outcome of a login as headers for nginx.
 *
 * <p>nginx reads at most 1,024 bytes of head, status line included, and treats a longer answer as a failure. An outcome
 * that does not fit, or that a header cannot carry, becomes a temporary failure here, where it can be logged.
 */
@Immutable
final class NginxAnswer {
    /**
     * The most bytes of these headers: 1,024 less the status line and what the server adds (Date, Content-Length,
     * Connection).
     */
    static final int HEADER_BYTES = 780;

    private final LoginConfig config;

    NginxAnswer(LoginConfig config) {
        this.config = config;
    }

    /**
     * The headers of an answer, and the outcome that they express.
     *
     * @param headers by nginx's names; values have one char a byte
     */
    record Rendered(LoginOutcome outcome, Map<String, String> headers) {}

    /** @param language of the texts */
    Rendered render(AuthRequest request, LoginOutcome outcome, Language language) {
        if (isTransportable(outcome.result())) {
            Map<String, String> headers = headers(request, outcome.result(), outcome.waitSeconds(), language);
            if (!(outcome.result() instanceof Accepted) || bytes(headers) <= HEADER_BYTES) {
                return new Rendered(outcome, headers);
            }
        }
        LoginOutcome failure = outcome.withResult(new TemporaryFailure("the answer does not fit nginx"));
        return new Rendered(failure, headers(request, failure.result(), failure.waitSeconds(), language));
    }

    private static boolean isTransportable(AuthResult result) {
        return !(result instanceof Accepted accepted)
                || (NginxHeaders.isTransportable(accepted.user())
                        && accepted.password()
                                .map(pass -> NginxHeaders.isTransportable(pass.text()))
                                .orElse(true));
    }

    /** @param waitSeconds {@code Auth-Wait} after a rejection; 0 closes the connection */
    private Map<String, String> headers(AuthRequest request, AuthResult result, int waitSeconds, Language language) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (result instanceof Accepted accepted) {
            accept(request, accepted, headers);
        } else if (result instanceof Rejected rejected) {
            headers.put("Auth-Status", NginxHeaders.value(rejected.rejection().text(request.protocol(), language)));
            if (request.protocol() == AuthProtocol.SMTP) {
                headers.put("Auth-Error-Code", rejected.rejection().smtpCode());
            }
            if (waitSeconds > 0 && mayTryAgain(request)) {
                headers.put("Auth-Wait", Integer.toString(waitSeconds));
            }
        } else if (result instanceof Wait wait && mayWait(request.method())) {
            // ngx_mail_auth_http_module sleeps, then repeats the request; only its source documents this.
            headers.put("Auth-Status", "WAIT");
            headers.put("Auth-Wait", Integer.toString(wait.seconds()));
        } else {
            temporaryFailure(request.protocol(), request.method(), language, headers);
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

    private static void temporaryFailure(
            AuthProtocol protocol, AuthMethod method, Language language, Map<String, String> headers) {
        String text = NginxHeaders.value(
                AnswerTexts.of(language, method == AuthMethod.NONE ? "TEMPORARY_FAILURE_NONE" : "TEMPORARY_FAILURE"));
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

    /** A header has its name, a colon, a blank, its value and CR LF. */
    private static int bytes(Map<String, String> headers) {
        return headers.entrySet().stream()
                .mapToInt(each -> each.getKey().length() + each.getValue().length() + 4)
                .sum();
    }
}
