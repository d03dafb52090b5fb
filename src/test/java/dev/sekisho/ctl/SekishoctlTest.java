// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.ctl.client.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The command line without a node. */
class SekishoctlTest {
    @TempDir
    private Path home;

    @Test
    void wrongUsageEndsWithUnknownAndNamesWhatIsMissing() {
        assertThat(run("account").exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run("account").err()).contains("activate, contain, send-block, show, suspend, why");
        assertThat(run("account", "show").exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run("no-such-command").exit()).isEqualTo(Exit.UNKNOWN);
    }

    @Test
    void withoutAPasswordNoRequestIsSent() {
        Run run = run("account", "show", "alice@example.org");
        assertThat(run.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run.err()).contains("SEKISHOCTL_PASSWORD");
    }

    @Test
    void aPasswordDoesNotLeaveTheMachineInTheClear() {
        Map<String, String> environment =
                Map.of("SEKISHOCTL_PASSWORD", "secret-word", "SEKISHOCTL_URL", "http://sekisho.example.net:9080");
        Run run = Run.of(environment, home, "", "account", "show", "alice@example.org");
        assertThat(run.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run.err()).contains("unencrypted").doesNotContain("secret-word");
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        Path file = Files.createDirectories(home.resolve(".config")).resolve("sekishoctl");
        Files.writeString(file, "password = x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Run run = run("account", "show", "alice@example.org");
        assertThat(run.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run.err()).contains("chmod 600");
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        Path file = Files.createDirectories(home.resolve(".config")).resolve("sekishoctl");
        Files.writeString(file, "# who\nuser = ops\nurl = http://127.0.0.1:1\nauth-key = k=ey\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Profile profile = Profile.read(Map.of("SEKISHOCTL_URL", "http://127.0.0.1:2"), home, Optional.empty());
        assertThat(profile.value("user")).contains("ops");
        assertThat(profile.value("url")).contains("http://127.0.0.1:2");
        assertThat(profile.value("auth-key")).contains("k=ey");
        assertThat(profile.value("password")).isEmpty();
    }

    @Test
    void anInvalidLineOfTheFileIsReportedByItsNumber() throws IOException {
        Path file = home.resolve("conf");
        Files.writeString(file, "user = ops\npasswort = x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Run run = run("--config", file.toString(), "account", "show", "a@b.example");
        assertThat(run.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run.err()).contains("conf:2").doesNotContain("= x");
    }

    @Test
    void settingsAreJudgedAsSekishoDoes() throws IOException {
        Path file = home.resolve("server.env");
        Files.writeString(file, "SEKISHO_HTTP_PORT=99999\nSEKISHO_SENDLIMIT_PROT=1\nSEKISHO_HTTP_HOST=*\nPATH=/bin\n");
        Run run = run("config", "check", file.toString());
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out())
                .contains("sekisho.http.port=\"99999\" must be 1 to 65535")
                .contains("SEKISHO_SENDLIMIT_PROT")
                .contains("sekisho.login.key is not set although")
                .doesNotContain("PATH");
    }

    @Test
    void validSettingsAreConfirmedAlsoInXml() throws IOException {
        Path env = home.resolve("server.env");
        Files.writeString(env, "# Sekisho\nSEKISHO_HTTP_PORT=9081\n");
        Path xml = home.resolve("ports.xml");
        Files.writeString(
                xml,
                "<server><!-- <variable name=\"sekisho.none\" value=\"1\"/> -->\n"
                        + "<variable name=\"sekisho.quota.port\" value=\"10132\"/></server>");
        assertThat(run("config", "check", env.toString(), xml.toString()))
                .isEqualTo(new Run(0, "OK, 2 settings given" + System.lineSeparator(), ""));
    }

    @Test
    void anAbsentEnvironmentIsSound() {
        assertThat(run("config", "check").exit()).isEqualTo(Exit.OK);
        Map<String, String> wrong = Map.of("SEKISHO_NONSENSE", "1");
        assertThat(Run.of(wrong, home, "", "-o", "json", "config", "check").out())
                .contains("\"problems\":[\"");
    }

    @Test
    void theDoctorReadsWhatAFileOfNginxIncludes() throws IOException {
        Path folder = Files.createDirectories(home.resolve("nginx"));
        Files.createDirectories(folder.resolve("mail.d/sub"));
        Files.createDirectories(folder.resolve("servers/a"));
        Path main = folder.resolve("nginx.conf");
        Files.writeString(main, """
                mail {
                    include mail.d//*.conf;
                    include none.d/*.conf;
                    include absent.conf;
                }
                """);
        Files.writeString(folder.resolve("mail.d/10-auth.conf"), "auth_http 127.0.0.1:9080/auth/nginx;\n");
        Files.writeString(
                folder.resolve("mail.d/20-servers.conf"),
                "# nested, in a circle, by an absolute path\ninclude servers/*/*.conf;\ninclude mail.d/20-servers.conf;\n"
                        + "include " + folder + "/times.conf;\n");
        Files.writeString(folder.resolve("mail.d/.hidden.conf"), "auth_http sekisho.example.org/auth/nginx;\n");
        Files.writeString(folder.resolve("times.conf"), "auth_http_timeout 1s;\n");
        Path server = folder.resolve("servers/a/imap.conf");
        Files.writeString(server, "server {\n    listen 143;\n    protocol imap;\n}\n");

        Run run = run("doctor", "--nginx", main.toString());
        assertThat(run.out())
                .contains("WARNING include-not-read " + main + ":4")
                .contains("auth-http-timeout " + folder.resolve("times.conf") + ":1")
                .contains("plain-without-tls " + server)
                .doesNotContain("no-mail-servers", "auth-http-by-name", "no-auth-http", main + ":2", main + ":3");
    }

    @Test
    void theDoctorReadsWhatAFileOfDovecotIncludes() throws IOException {
        Path folder = Files.createDirectories(home.resolve("dovecot"));
        Files.createDirectories(folder.resolve("conf.d"));
        Path main = folder.resolve("dovecot.conf");
        Files.writeString(main, """
                !include conf.d/*.conf
                !include_try local.conf
                !include absent.conf
                !include_try dovecot.conf
                """);
        Files.writeString(folder.resolve("conf.d/10-auth.conf"), "!include plain.inc\n!include /absent/*.conf\n");
        Path plain = folder.resolve("conf.d/plain.inc");
        Files.writeString(plain, "disable_plaintext_auth = no\nssl = no\n");

        Run run = run("doctor", "--dovecot", main.toString());
        assertThat(run.out())
                .contains("WARNING include-not-read " + main + ":3")
                .contains("WARNING include-not-read " + main + ":4")
                .contains("plain-without-tls " + plain)
                .doesNotContain(main + ":1\n", main + ":2\n", "10-auth.conf");
        Files.writeString(folder.resolve("local.conf"), "ssl = required\ndisable_plaintext_auth = yes\n");
        assertThat(run("doctor", "--dovecot", main.toString()).out()).doesNotContain("plain-without-tls");
    }

    @Test
    void aPatternThatMatchesTooManyFilesIsReportedAndNotRead() throws IOException {
        Path folder = Files.createDirectories(home.resolve("many"));
        for (int i = 0; i < 1_001; i++) {
            Files.writeString(folder.resolve(i + ".conf"), "");
        }
        Path main = home.resolve("dovecot.conf");
        Files.writeString(main, "!include many/*.conf\n");
        assertThat(run("doctor", "--dovecot", main.toString()).out())
                .contains("WARNING include-not-read " + main + ":1");
    }

    @Test
    void theDoctorReportsRulePlaceAndChangeAndExitsWithTheWorst() throws IOException {
        Path main = home.resolve("main.cf");
        Files.writeString(main, "smtpd_end_of_data_restrictions = check_policy_service inet:127.0.0.1:10031\n");
        Run run = run("doctor", "--postfix-main", main.toString());
        assertThat(run.exit()).isEqualTo(Exit.CRITICAL);
        assertThat(run.out())
                .contains("ERROR no-default-action " + main + ":1")
                .contains("change: smtpd_end_of_data_restrictions = check_policy_service { inet:127.0.0.1:10031,"
                        + " timeout=5s, default_action=DUNNO }")
                .contains("1 errors, 1 warnings");
        Files.writeString(main, "myhostname = mail.example.net\n");
        assertThat(run("doctor", "--postfix-main", main.toString()).exit()).isEqualTo(Exit.OK);
        assertThat(run("doctor", "--nginx", home.resolve("absent").toString()).exit())
                .isEqualTo(Exit.UNKNOWN);
    }

    @Test
    void everyCommandHasItsPlaceInTheManPageAndTheCompletion() {
        CommandLine line = Sekishoctl.commandLine(new Sekishoctl(Map.of(), home, InputStream.nullInputStream()));
        String page = ManPage.of(line, "1.0");
        assertThat(page)
                .startsWith(".TH SEKISHOCTL 1")
                .contains(
                        ".SS limit set WHOSE LIMITS",
                        ".SS block lift ID",
                        ".SS decision list",
                        ".SS doctor",
                        "\\-\\-postfix\\-main");
        assertThat(AutoComplete.bash("sekishoctl", line)).contains("--until", "policy");
    }

    private Run run(String... arguments) {
        return Run.of(Map.of(), home, "", arguments);
    }
}
