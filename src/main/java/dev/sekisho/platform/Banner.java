// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.login.LoginConfig;
import java.util.List;

/** The text that ends the start: the address of each service, and commands to try it. */
@ThreadSafe
final class Banner {
    private Banner() {}

    /** @param adminPassword the password in a demo, else where to find it */
    static String text(
            ServerConfig server, LoginConfig loginConfig, List<ListenerConfig> listeners, String adminPassword) {
        String http = server.httpAddress();
        String key = loginConfig.key().isEmpty() ? "" : " -H \"X-Auth-Key: $SEKISHO_LOGIN_KEY\"";
        String user = server.demo() ? "alice@example.org" : "USER";
        String sender = server.demo() ? "bob@example.org" : "USER";
        String password = server.demo() ? "wonderland" : "PASSWORD";
        StringBuilder text = new StringBuilder(1024);
        text.append("\n  login      ").append(http).append("/auth/nginx (for nginx auth_http)");
        for (ListenerConfig each : listeners) {
            text.append("\n  ")
                    .append(each.name().equals("quota") ? "quota      " : "send limit ")
                    .append(each.address())
                    .append(':')
                    .append(each.port())
                    .append(" (for Postfix check_policy_service)");
        }
        text.append("\n  API        ").append(http).append("/api/v1, described at /openapi/ui");
        text.append("\n  health     ").append(http).append("/health/ready, metrics at /metrics");
        text.append("\n  Try them:");
        text.append("\n    curl -si ").append(http).append("/auth/nginx").append(key);
        text.append(" -H 'Auth-Method: plain' -H 'Auth-Protocol: imap' -H 'Auth-User: ")
                .append(user);
        text.append("' -H 'Auth-Pass: ").append(password).append("'");
        for (ListenerConfig each : listeners) {
            boolean quota = each.name().equals("quota");
            text.append("\n    printf 'request=smtpd_access_policy\\nprotocol_state=");
            text.append(
                    quota
                            ? "RCPT\\nrecipient=" + user + "\\nsize=1000"
                            : "END-OF-MESSAGE\\ninstance=1\\nrecipient_count=1\\nsasl_username=" + sender);
            text.append("\\n\\n' | nc -w 3 ").append(each.address()).append(' ').append(each.port());
        }
        text.append("\n  Console: ").append(http).append("/console/, user ").append(server.adminUser());
        text.append(", password ").append(adminPassword);
        return text.toString();
    }
}
