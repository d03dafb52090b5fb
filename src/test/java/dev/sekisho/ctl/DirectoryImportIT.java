// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.ctl.client.Exit;
import dev.sekisho.directory.NeedsPostgresql;
import dev.sekisho.importer.SourceDatabase;
import dev.sekisho.platform.SekishoUnderTest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other systems' domains, accounts, aliases and limits, carried to Sekisho by the packed jar. */
class DirectoryImportIT extends SekishoUnderTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("SEKISHOCTL_URL", HTTP, "SEKISHOCTL_PASSWORD", "it-admin-password", "SEKISHOCTL_AUTH_KEY", KEY);

    @TempDir
    private Path folder;

    @BeforeEach
    void mailHost() throws Exception {
        api("PUT", "/mail-hosts/carry-a", "{\"address\": \"192.0.2.35\", \"probe\": false}");
        api("DELETE", "/aliases/info@carry.example", "");
        for (String each : new String[] {"one", "two"}) {
            api("DELETE", "/accounts/" + each + "@carry.example", "");
        }
        api("DELETE", "/domains/carry.example", "");
    }

    @Test
    @NeedsPostgresql
    void postfixAdminsPeopleLogInAndASecondRunChangesNothing() throws Exception {
        String[] carry = {
            "import", "--from", "postfixadmin", "--mail-host", "carry-a", SourceDatabase.make("postfixadmin")
        };
        Run dry = ctl("import", "--dry-run", carry[1], carry[2], carry[3], carry[4], carry[5]);
        assertThat(dry.exit()).as(dry.out() + dry.err()).isEqualTo(Exit.OK);
        assertThat(dry.out())
                .contains("accounts: 7 new, 0 changed, 0 unchanged", "aliases: 4 new", "nothing was written")
                .contains("1 passwords are stored as clear text")
                .contains("skipped: mailbox what@pfa.example: has a password without a scheme")
                .doesNotContain("sesame", "$1$");
        assertThat(api("GET", "/domains/pfa.example", "").statusCode()).isEqualTo(404);

        Run first = ctl(carry);
        assertThat(first.exit()).as(first.out() + first.err()).isEqualTo(Exit.OK);
        assertThat(first.out()).contains("domains: 3 new", "accounts: 7 new", "aliases: 4 new", "done");
        for (String user : new String[] {"blf", "bare-blf", "md5", "sha", "clear"}) {
            assertThat(login(user + "@pfa.example").exit()).as(user).isEqualTo(Exit.OK);
        }
        assertThat(login("off@pfa.example").exit()).isEqualTo(Exit.NO);
        assertThat(login("old@pfa-old.example").exit()).isEqualTo(Exit.NO);
        assertThat(api("GET", "/aliases/sales@pfa.example", "").body())
                .contains("\"blf@pfa.example\"", "\"md5@pfa.example\"");

        changesNothing(
                carry,
                "domains: 0 new, 0 changed, 3 unchanged",
                "accounts: 0 new, 0 changed, 7 unchanged",
                "aliases: 0 new, 0 changed, 4 unchanged");

        // Activated again there, activated again here; decisions of staff here stay.
        api("PUT", "/accounts/blf@pfa.example/state", "{\"status\": \"suspended\", \"statusReason\": \"unpaid\"}");
        api("PUT", "/limits/accounts/md5@pfa.example", "{\"sendLimits\": \"7/1h\"}");
        try (Connection source = DriverManager.getConnection(carry[5]);
                Statement statement = source.createStatement()) {
            statement.execute("UPDATE mailbox SET active = TRUE WHERE username = 'off@pfa.example'");
        }
        assertThat(ctl(carry).out()).contains("accounts: 0 new, 1 changed, 6 unchanged");
        assertThat(login("off@pfa.example").exit()).isEqualTo(Exit.OK);
        assertThat(api("GET", "/accounts/blf@pfa.example", "").body()).contains("unpaid");
        assertThat(api("GET", "/accounts/md5@pfa.example", "").body()).contains("7/1h");
    }

    @Test
    @NeedsPostgresql
    void iredMailsPeopleLogInByWhatTheyWerePermittedAndASecondRunChangesNothing() throws Exception {
        String[] carry = {"import", "--from", "iredmail", "--mail-host", "carry-a", SourceDatabase.make("iredmail")};
        Run first = ctl(carry);
        assertThat(first.exit()).as(first.out() + first.err()).isEqualTo(Exit.OK);
        assertThat(first.out())
                .contains("domains: 1 new", "accounts: 4 new", "aliases: 5 new", "done")
                .contains("skipped: domain ired-mx.example: is a backup MX domain")
                .contains("skipped: mailbox three@ired.example: receives no mail (enabledeliver)")
                .contains("skipped: alias all@ired.example: accepts mail from membersonly only")
                .contains("skipped: 1 limits of mailbox.quota: ")
                .contains("skipped: 1 rows of recipient_bcc_user: ")
                .contains("skipped: forwardings news@ired.example: ")
                .doesNotContain("sesame", "$2y$");

        assertThat(login("one@ired.example").exit()).isEqualTo(Exit.OK);
        assertThat(login("two@ired.example").exit()).isEqualTo(Exit.OK);
        assertThat(login("two@ired.example", "--protocol", "pop3").exit()).isEqualTo(Exit.NO);
        assertThat(login("two@ired.example", "--client", "198.51.100.7").exit()).isEqualTo(Exit.NO);
        assertThat(login("three@ired.example").exit()).as("without TLS").isEqualTo(Exit.NO);
        assertThat(login("three@ired.example", "--tls").exit()).isEqualTo(Exit.OK);
        assertThat(login("four@ired.example").exit()).as("expired").isEqualTo(Exit.NO);
        assertThat(api("GET", "/accounts/four@ired.example", "").body())
                .contains("\"statusReason\":\"imported: inactive in iRedMail\"");
        assertThat(api("GET", "/aliases/all@ired.example", "").body())
                .contains("\"one@ired.example\"", "\"two@ired.example\"");
        assertThat(api("GET", "/aliases/@ired-alias.example", "").body()).contains("\"@ired.example\"");

        changesNothing(
                carry,
                "domains: 0 new, 0 changed, 1 unchanged",
                "accounts: 0 new, 0 changed, 4 unchanged",
                "aliases: 0 new, 0 changed, 5 unchanged");
    }

    @Test
    @NeedsPostgresql
    void policyDsQuotasHoldAndASecondRunChangesNothing() throws Exception {
        String[] carry = {"import", "--from", "policyd", SourceDatabase.make("policyd")};
        String installation = api("GET", "/limits/installation", "").body();
        try {
            Run without = ctl(carry);
            assertThat(without.exit()).isEqualTo(Exit.NO);
            assertThat(without.out()).contains("refused: limits of two@carry.example: There is no account");

            api("PUT", "/domains/carry.example", "{}");
            for (String each : new String[] {"one", "two"}) {
                api("PUT", "/accounts/" + each + "@carry.example", """
                        {"mailHost": "carry-a", "secret": "{PLAIN}sesame"}""");
            }
            Run first = ctl(carry);
            assertThat(first.exit()).as(first.out() + first.err()).isEqualTo(Exit.OK);
            assertThat(first.out())
                    .contains("limits: 4 new, 0 changed, 1 unchanged", "done")
                    .contains("skipped: quotas inbound: ")
                    .contains("skipped: policy_members of Outbound: %ours: applies to mail to !%ours only")
                    .contains("skipped: policy_members of Heavy: 192.0.2.0/24: ");
            assertThat(api("GET", "/limits/installation", "").body())
                    .contains("\"sendLimits\":\"1000/1d, bytes 1G/1d\"");
            assertThat(api("GET", "/limits/accounts/one@carry.example", "").body())
                    .contains("\"sendLimits\":\"100/1h reject, 1000/1d, bytes 1G/1d\"");
            assertThat(api("GET", "/limits/accounts/two@carry.example", "").body())
                    .contains("\"sendLimits\":\"5000/1h hold\"");
            assertThat(api("GET", "/domains/carry.example", "").body()).contains("\"poolLimits\":\"20000/1h\"");

            changesNothing(carry, "limits: 0 new, 0 changed, 5 unchanged");

            // The limit applies: Postfix gets a permanent refusal of the 101st recipient within the hour.
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> api("GET", "/accounts/one@carry.example/counters", "")
                            .body()
                            .contains("\"100/1h reject\""));
            api("DELETE", "/accounts/one@carry.example/counters", "");
            assertThat(policy(SENDLIMIT_PORT, endOfMessage("100"))).isEqualTo("action=DUNNO");
            assertThat(policy(SENDLIMIT_PORT, endOfMessage("1")))
                    .startsWith("action=550 5.7.1 Send limit of 100 recipients in 1h reached, 100 used");
        } finally {
            api("PUT", "/limits/installation", installation);
        }
    }

    /** A further run reports no change and leaves no line in the audit trail. */
    private void changesNothing(String[] carry, String... said) throws Exception {
        String trail = trail();
        assertThat(ctl(carry).out()).contains(said);
        assertThat(trail()).isEqualTo(trail);
    }

    private static String endOfMessage(String recipients) {
        return "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\ninstance=carry." + recipients
                + "\nsasl_username=one@carry.example\nrecipient_count=" + recipients + "\nsize=900\n\n";
    }

    @Test
    void filesAreCarriedOverAndLimitsAfterThem() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), """
                one@carry.example:{SSHA512}D9oXjORS2tYJAuBk7xJHAd58mooDk7/gEMsKXjDv3oHPXCP8IIDTfUj7Zwqh9wIgqES3dRD1QlQxoBk7Qz9lC9SlfxE=
                two:{PLAIN}sesame:::::: allow_nets=192.0.2.0/24
                """);
        String[] accounts = {
            "import", "--from", "passwd-file", "--domain", "carry.example", "--mail-host", "carry-a", users.toString()
        };
        assertThat(ctl(accounts).out()).contains("accounts: 2 new", "domains: 1 new");
        assertThat(login("one@carry.example").exit()).isEqualTo(Exit.OK);
        assertThat(api("GET", "/accounts/two@carry.example", "").body())
                .contains("\"permissions\":{\"networks\":\"192.0.2.0/24\"}");

        Path map = Files.writeString(folder.resolve("virtual"), "info@carry.example one@carry.example\n");
        assertThat(ctl("import", "--from", "virtual", map.toString()).out()).contains("aliases: 1 new");

        Path limits = Files.writeString(folder.resolve("limits.yaml"), """
                limits_by_id:
                    one@carry.example: [[100, 3600]]
                    unknown@carry.example: [[100, 3600]]
                """);
        Run limited = ctl("import", "--from", "policyd-rate-limit", limits.toString());
        assertThat(limited.exit()).isEqualTo(Exit.NO);
        assertThat(limited.out())
                .contains("limits: 1 new", "refused: limits of unknown@carry.example: There is no account");
        assertThat(api("GET", "/limits/accounts/one@carry.example", "").body()).contains("\"sendLimits\":\"100/1h\"");

        changesNothing(accounts, "accounts: 0 new, 0 changed, 2 unchanged");
        changesNothing(
                new String[] {"import", "--from", "virtual", map.toString()}, "aliases: 0 new, 0 changed, 1 unchanged");
        changesNothing(
                new String[] {"import", "--from", "policyd-rate-limit", limits.toString()},
                "limits: 0 new, 0 changed, 1 unchanged");
    }

    @Test
    void aRestrictionOfStaffStaysAndARestrictionWithoutAWordBecomesStricter() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), """
                one@carry.example:{PLAIN}sesame::::::
                two@carry.example:{PLAIN}sesame::::::allow_nets=local
                """);
        String[] carry = {"import", "--from", "passwd-file", "--mail-host", "carry-a", users.toString()};
        assertThat(ctl(carry).out()).contains("accounts: 2 new");
        assertThat(api("GET", "/accounts/two@carry.example", "").body())
                .contains("\"permissions\":{\"networks\":\"none\"}");
        assertThat(login("two@carry.example").exit()).isEqualTo(Exit.NO);

        // As staff does it: a network, a service and a state, which the import source does not define.
        api("PUT", "/accounts/one@carry.example", """
                {"mailHost": "carry-a", "permissions": {"networks": "198.51.100.0/24", "pop3": false}, "sendLimits": "7/1h",
                 "status": "suspended", "statusReason": "unpaid"}""");
        Run again = ctl(carry);
        assertThat(again.out()).contains("accounts: 0 new, 0 changed, 2 unchanged", "kept: account one@carry.example");
        assertThat(api("GET", "/accounts/one@carry.example", "").body())
                .contains("198.51.100.0/24", "\"pop3\":false", "7/1h", "unpaid");
    }

    /**
     * A nightly import; staff or a limit blocks an account between the reading of the list and the upload of the rows.
     */
    @Test
    void anAccountThatIsSuspendedWhileAnImportRunsStaysSuspended() throws Exception {
        String row = "one@carry.example:{PLAIN}%s::::::\n";
        Path users = Files.writeString(folder.resolve("users"), row.formatted("sesame"));
        String[] carry = {"import", "--from", "passwd-file", "--mail-host", "carry-a", users.toString()};
        assertThat(ctl(carry).out()).contains("accounts: 1 new");
        Files.writeString(users, row.formatted("changed there"));

        String suspended = "{\"status\": \"suspended\", \"statusReason\": \"spam\"}";
        try (MeanwhileProxy once =
                new MeanwhileProxy(HTTP, 1, () -> api("PUT", "/accounts/one@carry.example/state", suspended))) {
            Run run = ctl(once.url(), carry);
            // The late row was sent once more, with the present state and the password of the import source.
            assertThat(run.out()).contains("accounts: 0 new, 1 changed, 0 unchanged", "done");
            assertThat(once.uploads()).isEqualTo(2);
        }
        assertThat(api("GET", "/accounts/one@carry.example", "").body())
                .contains("\"status\":\"suspended\"", "\"statusReason\":\"spam\"");

        // An entry that changes all the time is reported and left as it is.
        Files.writeString(users, row.formatted("changed again"));
        try (MeanwhileProxy always = new MeanwhileProxy(HTTP, 9, () -> {
            api("PUT", "/accounts/one@carry.example/state", "{\"status\": \"active\"}");
            return api("PUT", "/accounts/one@carry.example/state", suspended);
        })) {
            Run run = ctl(always.url(), carry);
            assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.NO);
            assertThat(run.out())
                    .contains("refused: account one@carry.example: the account was changed since it was read")
                    .contains("nothing was written");
        }
        assertThat(api("GET", "/accounts/one@carry.example", "").body())
                .contains("\"status\":\"suspended\"", "\"statusReason\":\"spam\"");
        assertThat(login("one@carry.example").exit()).isEqualTo(Exit.NO);
    }

    @Test
    void whatSekishoRefusesKeepsAllOut() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), """
                bad@refused.example:{NO-SUCH}abc
                good@refused.example:{PLAIN}sesame
                """);
        Run refused = ctl("import", "--from", "passwd-file", "--mail-host", "carry-a", users.toString());
        assertThat(refused.exit()).isEqualTo(Exit.NO);
        assertThat(refused.out())
                .contains("refused: account bad@refused.example: secret", "nothing was written")
                .doesNotContain("sesame");
        assertThat(api("GET", "/domains/refused.example", "").statusCode()).isEqualTo(404);
        Run nowhere = ctl("import", "--from", "passwd-file", users.toString());
        assertThat(nowhere.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(nowhere.err()).contains("--mail-host NAME");
    }

    @Test
    void aPasswordInAnUrlIsNotTaken() throws Exception {
        Run run = ctl("import", "--from", "postfixadmin", "jdbc:postgresql://127.0.0.1:1/x?user=a&password=geheim");
        assertThat(run.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run.err()).contains("SEKISHOCTL_SOURCE_PASSWORD").doesNotContain("geheim");
        assertThat(ctl("import", "--from", "sendmail", "x").err()).contains("Unknown system: --from sendmail");
    }

    private static String trail() throws Exception {
        HttpResponse<String> trail = api("GET", "/audit?limit=1000", "");
        assertThat(trail.statusCode()).isEqualTo(200);
        return trail.body();
    }

    /** Sends a right password as nginx does; brute-force protection would delay the answer to a wrong one. */
    private Run login(String user, String... how) throws Exception {
        List<String> command = new ArrayList<>(List.of("auth", "test", user, "--password-stdin"));
        command.addAll(List.of(how));
        if (!command.contains("--client")) {
            command.addAll(List.of("--client", "192.0.2.77"));
        }
        return Run.ofJar(ENVIRONMENT, folder, "sesame\n", command.toArray(new String[0]));
    }

    private Run ctl(String url, String[] arguments) throws Exception {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("SEKISHOCTL_URL", url);
        return Run.ofJar(environment, folder, "", arguments);
    }

    private Run ctl(String... arguments) throws Exception {
        return Run.ofJar(ENVIRONMENT, folder, "", arguments);
    }
}
