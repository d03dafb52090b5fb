// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Sends one request to a policy service, as Postfix does (SMTPD_POLICY_README). */
@ThreadSafe
public final class PolicyClient {
    private static final int TIMEOUT_MILLIS = 15_000;

    /** Far above the 512 bytes of the longest valid answer. */
    private static final int MAX_BYTES = 8_192;

    /** Actions after which Postfix accepts the mail or continues with other restrictions. */
    private static final Set<String> PASSING =
            Set.of("DUNNO", "OK", "PERMIT", "PREPEND", "WARN", "INFO", "BCC", "FILTER", "REDIRECT", "STRIP");

    private PolicyClient() {}

    /**
     * The address of a policy service, {@code HOST:PORT}, as Postfix writes it or without its {@code inet:}.
     *
     * @throws CtlException if {@code text} is something else
     */
    public static HostPort address(String text) {
        try {
            return HostPort.parse(text.startsWith("inet:") ? text.substring("inet:".length()) : text);
        } catch (IllegalArgumentException e) {
            throw new CtlException(Exit.UNKNOWN, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Returns the action, without {@code action=}.
     *
     * @throws CtlException if there is no answer, or it is not an action
     */
    public static String query(HostPort service, Map<String, String> attributes) {
        StringBuilder request = new StringBuilder("request=smtpd_access_policy\n");
        attributes.forEach(
                (name, value) -> request.append(name).append('=').append(value).append('\n'));
        request.append('\n');
        String answer;
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(service.host(), service.port()), TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            answer = answer(socket);
        } catch (IOException e) {
            throw new CtlException(
                    Exit.CRITICAL, "The policy service at " + service + " does not answer: " + e.getMessage(), e);
        }
        if (!answer.startsWith("action=") || answer.length() == "action=".length()) {
            throw new CtlException(
                    Exit.CRITICAL,
                    answer.isEmpty()
                            ? "The policy service at " + service + " closed the connection without an answer"
                            : "The policy service at " + service + " answered without an action");
        }
        return answer.substring("action=".length());
    }

    private static String answer(Socket socket) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int last = -1;
        for (int b = socket.getInputStream().read();
                b >= 0;
                b = socket.getInputStream().read()) {
            if (b == '\n' && last == '\n') {
                return bytes.toString(StandardCharsets.UTF_8).strip();
            }
            if (bytes.size() > MAX_BYTES) {
                throw new IOException("the answer is longer than " + MAX_BYTES + " bytes");
            }
            bytes.write(b);
            last = b;
        }
        if (bytes.size() > 0) {
            // As in Postfix: an answer ends with an empty line.
            throw new IOException("the answer is truncated");
        }
        return "";
    }

    /** Whether the mail passes this service with this action. */
    public static boolean passes(String action) {
        return PASSING.contains(action.split("\\s+", 2)[0].toUpperCase(Locale.ROOT));
    }
}
