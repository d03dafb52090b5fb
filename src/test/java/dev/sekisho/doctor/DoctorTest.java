// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doctor over what the real tools print about the test servers, sound and with one mistake each. */
class DoctorTest {
    private static final String MAIN = printed("postconf-n.txt");
    private static final String MASTER = printed("postconf-M.txt");
    private static final String NGINX = printed("nginx-T.txt");
    private static final String DOVECOT = printed("doveconf-n.txt");
    private static final Map<String, String> SETTINGS = Map.of(
            "sekisho.sendlimit.port", "11031",
            "sekisho.quota.port", "11032",
            "sekisho.login.key", "it-secret-key-of-nginx");

    @Test
    void theTestServersAreSound() {
        assertThat(examine(MAIN, MASTER, NGINX, DOVECOT)).isEmpty();
    }

    @Test
    void theFilesAreReadAsTheToolsPrintThem() throws IOException {
        Path mail = Path.of("src/test/mail");
        assertThat(examine(
                        Files.readString(mail.resolve("postfix/main.cf")),
                        Files.readString(mail.resolve("postfix/master.cf")),
                        Files.readString(mail.resolve("nginx/nginx.conf")),
                        DOVECOT))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    no-default-action           | ERROR   | , default_action=DUNNO }           | ' }'
                    ok-as-success               | ERROR   | default_action=DUNNO }             | default_action=OK }
                    defer-if-reject-alone       | ERROR   | default_action=DUNNO }             | default_action=DEFER_IF_REJECT }
                    default-action-stops-mail   | WARNING | default_action=DUNNO }             | { default_action = 451 4.3.5 later } }
                    policy-timeout              | WARNING | timeout=5s, default                | default
                    policy-timeout              | WARNING | timeout=5s                         | timeout=2m
                    not-queried-at-end            | ERROR   | mission_end_of_data_restrictions = $sekisho_send_limit | mission_end_of_data_restrictions =
                    not-queried-at-end            | WARNING | mx_end_of_data_restrictions = $sekisho_quota | mx_end_of_data_restrictions =
                    not-queried-at-rcpt           | ERROR   | reject_unlisted_recipient, $sekisho_quota    | reject_unlisted_recipient
                    service-text-differs        | WARNING | mx_end_of_data_restrictions = $sekisho_quota | mx_end_of_data_restrictions = check_policy_service { inet:127.0.0.1:11032, default_action=DUNNO, timeout=5s }
                    quota-before-reject         | WARNING | reject_unlisted_recipient, $sekisho_quota    | $sekisho_quota, reject_unlisted_recipient
                    permit-before-policy-service      | WARNING | mx_recipient_restrictions =        | mx_recipient_restrictions = permit_mynetworks,
                    xclient-hosts-missing       | ERROR   | smtpd_authorized_xclient_hosts = 127.0.0.0/8 | smtpd_authorized_xclient_hosts =
                    xclient-hosts-open          | ERROR   | smtpd_authorized_xclient_hosts = 127.0.0.0/8 | smtpd_authorized_xclient_hosts = 0.0.0.0/0
                    defer-if-reject-alone       | ERROR   | mx_end_of_data_restrictions = $sekisho_quota | mx_end_of_data_restrictions = $sekisho_quota, defer_if_reject
                    login-not-seen              | WARNING | check_sasl_access static:permit    | permit_sasl_authenticated
                    """)
    void aMistakeInMainCfIsFoundAndItsLineMendsIt(String rule, Severity severity, String good, String bad) {
        assertThat(MAIN).contains(good);
        String broken = MAIN.replace(good, bad);
        List<Finding> found = of(rule, examine(broken, MASTER, "", ""));
        assertThat(found).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.place().file()).isEqualTo("main.cf");
        });
        String mended = broken;
        for (Finding each : found) {
            mended = with(mended, each.change());
        }
        assertThat(of(rule, examine(mended, MASTER, "", ""))).as(mended).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    login-not-seen    | -o smtpd_sasl_auth_enable=yes         | -o smtpd_sasl_auth_enable=no
                    plain-without-tls | 127.0.0.11:11026 inet                 | 192.0.2.21:587 inet
                    """)
    void aMistakeInMasterCfIsFound(String rule, String good, String bad) {
        assertThat(MASTER).contains(good);
        String broken = MASTER.replace(good, bad).replace("-o smtpd_tls_auth_only=yes", "");
        assertThat(of(rule, examine(MAIN, broken, "", "")))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.place().file()).isEqualTo("master.cf"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    auth-http-by-name    | auth_http 127.0.0.1:19080      | auth_http sekisho.example.net:19080 | 18
                    auth-key-missing     | auth_http_header X-Auth-Key    | auth_http_header X-Other         | 18
                    auth-key-differs     | it-secret-key-of-nginx         | some-other-secret                | 20
                    auth-http-timeout    | auth_http_timeout 20s          | auth_http_timeout 5s             | 22
                    idle-timeout         | proxy_timeout 31m              | proxy_timeout 5m                 | 26
                    error-message-hidden | proxy_pass_error_message on;   |                                  | 14
                    plain-without-tls    | listen 127.0.0.1:11143;        | listen 11143;                    | 44
                    xclient-off          | xclient on                     | xclient off                      | 70
                    """)
    void aMistakeInNginxIsFoundInItsLine(String rule, String good, String bad, int line) {
        assertThat(NGINX).contains(good);
        List<Finding> found = of(rule, examine("", "", NGINX.replace(good, bad == null ? "" : bad), ""));
        assertThat(found).isNotEmpty();
        assertThat(found.get(0).place()).isEqualTo(new Place("/run/sekisho-mail/nginx/nginx.conf", line));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    no-quota-status          | ERROR   | service quota-status            | service quota-other
                    quota-status-protocol    | ERROR   | quota-status -p postfix         | quota-status
                    quota-status-unreachable | ERROR   | port = 11340                    | port = 0
                    client-limit             | WARNING | client_limit = 1                | client_limit = 100
                    process-limit            | ERROR   | process_limit = 100             | process_limit = 4
                    quota-grace              | WARNING | quota_grace = 0                 | quota_grace = 5%
                    quota-grace              | WARNING | quota_grace = 0                 | quota_other = 0
                    ok-as-success            | WARNING | quota_status_success = DUNNO    | quota_status_success = OK
                    ok-as-success            | WARNING | quota_status_success = DUNNO    | quota_other = 0
                    plus-in-logins           | WARNING | .-_@+                           | .-_@
                    """)
    void aMistakeInDovecotIsFound(String rule, Severity severity, String good, String bad) {
        assertThat(DOVECOT).contains(good);
        assertThat(of(rule, examine("", "", "", DOVECOT.replace(good, bad))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(severity));
    }

    @Test
    void aPlainDovecotThatIsReachableFromOutsideIsFound() {
        String open = DOVECOT.replace("listen = 127.0.0.11", "listen = *");
        assertThat(of("plain-without-tls", examine("", "", "", open))).isEmpty();
        assertThat(of("plain-without-tls", examine("", "", "", open.replace("haproxy = yes", "haproxy = no"))))
                .hasSize(1);
    }

    @Test
    void nginxAndDovecotMustAgreeOnTheProxyLine() {
        assertThat(of(
                        "proxy-protocol-differs",
                        examine("", "", NGINX, DOVECOT.replace("haproxy = yes", "haproxy = no"))))
                .hasSize(2);
        String silent = NGINX.replace("proxy_protocol on;", "proxy_protocol off;");
        assertThat(of("proxy-protocol-differs", examine("", "", silent, DOVECOT)))
                .hasSize(2);
        assertThat(of(
                        "haproxy-untrusted",
                        examine("", "", NGINX, DOVECOT.replace("haproxy_trusted_networks", "haproxy_timeout"))))
                .hasSize(1);
    }

    @Test
    void postfixMustNotQueryQuotaStatusItself() {
        List<Finding> found = of(
                "quota-status-queried-directly", examine(MAIN.replace(":11032,", ":11340,"), MASTER, NGINX, DOVECOT));
        assertThat(found)
                .singleElement()
                .satisfies(finding -> assertThat(finding.change())
                        .isEqualTo("sekisho_quota = check_policy_service { inet:127.0.0.1:11032, timeout=5s,"
                                + " default_action=DUNNO }"));
    }

    @Test
    void xclientOfNginxMustBeAcceptedByPostfix() {
        String deaf =
                MAIN.replace("smtpd_authorized_xclient_hosts = 127.0.0.0/8", "").replace("11031", "10999");
        assertThat(of("xclient-hosts-missing", examine(deaf, MASTER, NGINX, "")))
                .hasSize(1);
    }

    @Test
    void theNodesOwnActionIsJudgedToo() {
        for (String action : List.of("DEFER_IF_REJECT too much", "DUNNO")) {
            SekishoSettings sekisho = SekishoSettings.of(Map.of("sekisho.sendlimit.action", action), "server.env");
            assertThat(Doctor.examine(patient(MAIN, MASTER, "", "", sekisho)))
                    .extracting(Finding::rule)
                    .containsAnyOf("defer-if-reject-alone", "ok-as-success");
        }
    }

    @Test
    void noKeyIsEverShown() {
        String other = NGINX.replace("it-secret-key-of-nginx", "some-other-secret");
        assertThat(examine(MAIN, MASTER, other, DOVECOT).toString())
                .doesNotContain("it-secret-key-of-nginx")
                .doesNotContain("some-other-secret");
        assertThat(SekishoSettings.of(SETTINGS, "server.env").toString()).doesNotContain("it-secret");
    }

    @Test
    void includedFilesOfNginxAreReadWhereTheyAreIncluded() {
        String parts = """
                # configuration file /etc/nginx/nginx.conf:
                mail { auth_http 127.0.0.1:9080/auth/nginx; include mail.d/*.conf; proxy_pass_error_message on; }
                # configuration file /etc/nginx/mail.d/imap.conf:
                # first
                server { listen 143; protocol imap; }
                """;
        assertThat(Doctor.examine(patient("", "", parts, "", SekishoSettings.defaults())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("plain-without-tls");
                    assertThat(finding.place()).isEqualTo(new Place("/etc/nginx/mail.d/imap.conf", 2));
                });
    }

    @Test
    void invalidConfigurationDoesNotMakeTheDoctorFail() {
        for (String text : List.of("{", "}}}}", "= = =", "$a = $b\n$b = ${a}", "a = $a\n", "\"", "-o", "x { y = {")) {
            assertThat(examine(text, text, text, text)).as(text).isNotNull();
        }
    }

    private static String with(String main, String change) {
        String name = change.substring(0, change.indexOf('=')).strip();
        String value = change.replaceFirst("\\s+#.*", "");
        String others =
                main.lines().filter(line -> !line.startsWith(name + " =")).collect(Collectors.joining("\n"));
        return others + "\n" + value + "\n";
    }

    private static List<Finding> of(String rule, List<Finding> findings) {
        return findings.stream().filter(each -> each.rule().equals(rule)).toList();
    }

    private static List<Finding> examine(String main, String master, String nginx, String dovecot) {
        return Doctor.examine(patient(main, master, nginx, dovecot, SekishoSettings.of(SETTINGS, "server.env")));
    }

    private static MailServerConfigs patient(
            String main, String master, String nginx, String dovecot, SekishoSettings sekisho) {
        return new MailServerConfigs(
                source("main.cf", main),
                source("master.cf", master),
                source("nginx.conf", nginx),
                source("dovecot.conf", dovecot),
                sekisho);
    }

    private static Optional<Source> source(String name, String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new Source(name, text));
    }

    private static String printed(String name) {
        try (InputStream in = DoctorTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no fixture " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
