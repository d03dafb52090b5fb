// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor over configurations from the field, and over variants of how Postfix lets one write a list. */
class DoctorCasesTest {
    private static final Path RESOURCES = Path.of("src/test/resources/dev/sekisho/doctor");
    private static final SekishoSettings SEKISHO = SekishoSettings.defaults();

    @Test
    void dovecot24IsExaminedAndAdvisedInItsOwnWords() {
        String text = text("cases/f02-dovecot.conf");
        assertThat(dovecot(text)).isEmpty();
        assertThat(dovecot(text.replace("quota_storage_grace = 0", "")))
                .singleElement()
                .satisfies(each -> assertThat(each.change()).isEqualTo("quota_storage_grace = 0"));
        assertThat(dovecot(text.replaceAll("quota_status_toolarge.*", "")))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.rule()).isEqualTo("quota-too-large");
                    assertThat(each.change()).startsWith("quota_status_toolarge = ");
                });
        assertThat(rules(dovecot(text("doveconf-n-2.4.1.txt")))).isEmpty();
        String inBlock = text.replace("driver = count", "driver = count\n  storage_grace = 5M")
                .replace("quota_storage_grace = 0", "");
        assertThat(dovecot(inBlock))
                .singleElement()
                .satisfies(
                        each -> assertThat(each.change()).isEqualTo("quota \"User quota\" {\n  storage_grace = 0\n}"));
    }

    @Test
    void advisedLinesOfDovecot23NameTheirSection() {
        assertThat(dovecot("plugin {\n  quota = count:User quota\n}\n"))
                .filteredOn(each -> each.rule().equals("quota-grace"))
                .singleElement()
                .satisfies(each -> assertThat(each.change()).isEqualTo("plugin {\n  quota_grace = 0\n}"));
    }

    @Test
    void aCallInARestrictionClassCounts() {
        List<Finding> found = postfix("f06", SEKISHO);
        assertThat(found.stream()
                        .map(Finding::rule)
                        .collect(Collectors.groupingBy(each -> each, Collectors.counting())))
                .containsEntry("no-default-action", 2L)
                .containsEntry("policy-timeout", 2L)
                .containsEntry("service-text-differs", 1L)
                .containsEntry("not-queried-at-end", 1L)
                .doesNotContainKey("not-queried-at-rcpt");
        String onlyRoom = text("cases/f06-main.cf").replace("send_limit, ", "");
        assertThat(new Mended(onlyRoom, text("cases/f06-master.cf"), "").examine(SEKISHO))
                .extracting(Finding::rule)
                .contains("no-default-action");
        assertMendable(text("cases/f06-main.cf"), text("cases/f06-master.cf"), SEKISHO);
    }

    @Test
    void listsWithoutCommasAreMendedToo() {
        String main = text("cases/f07-main.cf");
        List<Finding> found = new Mended(main, "", "").examine(SEKISHO);
        assertThat(rules(found)).containsExactlyInAnyOrder("permit-before-policy-service", "quota-before-reject");
        for (Finding each : found) {
            assertThat(main).doesNotContain(each.change());
            assertThat(each.change().split("reject_unlisted_recipient", -1)).hasSize(2);
        }
        assertThat(found.get(0).what())
                .contains("permit_mynetworks, permit_sasl_authenticated", "smtpd_relay_restrictions");
        assertThat(found.get(0).change().lines().toList().get(0)).doesNotContain("permit");
        assertThat(found.get(1).change())
                .doesNotContain(",permit")
                .contains("reject_unlisted_recipient check_policy_service");
        assertMendable(main, "", SEKISHO);
    }

    @Test
    void theStageOfTheCallMustBeTheStageThatCounts() {
        SekishoSettings data = counting("data");
        assertThat(postfix("f08", data)).isEmpty();
        assertThat(rules(postfix("f08", SEKISHO))).containsExactly("not-queried-at-end");
        String main = text("cases/f08-main.cf");
        String atRecipients = main.replace("data_restrictions", "recipient_restrictions");
        String master = text("cases/f08-master.cf");
        assertThat(new Mended(atRecipients, master, "").examine(counting("rcpt")))
                .isEmpty();
        assertThat(rules(new Mended(main, master, "").examine(counting("rcpt"))))
                .containsExactly("not-queried-at-rcpt");
        assertThat(rules(new Mended(atRecipients, master, "").examine(data))).containsExactly("not-queried-at-data");
    }

    @Test
    void anyListenerMayBeTheOneForTheProxyLine() {
        List<Finding> found = Doctor.examine(new MailServerConfigs(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Source("nginx.conf", text("cases/f09-nginx.conf"))),
                Optional.of(new Source("dovecot.conf", text("cases/f09-dovecot.conf"))),
                SEKISHO));
        assertThat(rules(found)).containsExactly("haproxy-untrusted");
    }

    @Test
    void alistenerThatIsNotBehindNginxNeedsNoXclient() {
        assertThat(postfix("f10", SEKISHO)).isEmpty();
    }

    @Test
    void aPolicyServiceIsAnAddressAndAPort() {
        List<Finding> found = new Mended(text("cases/f20-main.cf"), "", "").examine(SEKISHO);
        assertThat(rules(found)).containsExactlyInAnyOrder("policy-service-malformed", "policy-service-by-name");
        assertThat(found)
                .filteredOn(each -> each.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(each -> assertThat(each.change()).contains("inet:10.0.0.6:10032"));
        assertMendable(text("cases/f20-main.cf"), "", SEKISHO);
        for (String good : List.of("inet:[2001:db8::1]:10032", "inet:10032", "inet:localhost:10032")) {
            assertThat(new Mended(text("cases/f20-main.cf").replaceAll("inet:\\S+:10032", good), "", "")
                            .examine(SEKISHO))
                    .as(good)
                    .isEmpty();
        }
    }

    @Test
    void aTemporaryReplyOfTheMailHostIsNotMadeFinalUnsaid() {
        String text = text("cases/f02-dovecot.conf")
                + "quota_status_overquota = 452 4.2.2 Mailbox is full and takes no more mail\n";
        assertThat(dovecot(text)).singleElement().satisfies(each -> {
            assertThat(each.rule()).isEqualTo("over-quota-code");
            assertThat(each.change()).isEqualTo("sekisho.quota.over-quota-reply=452");
        });
        SekishoSettings defers = SekishoSettings.of(Map.of("sekisho.quota.over-quota-reply", "452"), "server.env");
        assertThat(new Mended("", "", text).examine(defers)).isEmpty();
        assertThat(dovecot("plugin {\n  quota_status_overquota = \"452 4.2.2 full\"\n}\n"))
                .extracting(Finding::rule)
                .contains("over-quota-code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian", "ispmail", "iredmail", "containers", "classes", "modoboa"})
    void realConfigurationsHaveNoErrors(String whose) {
        Path folder = RESOURCES.resolve("real").resolve(whose);
        String dovecot = Files.exists(folder.resolve("dovecot.conf")) ? text("real/" + whose + "/dovecot.conf") : "";
        List<Finding> found = new Mended(
                        text("real/" + whose + "/main.cf"), text("real/" + whose + "/master.cf"), dovecot)
                .examine(SEKISHO);
        assertThat(found).noneMatch(each -> each.severity() == Severity.ERROR);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a = x\\nsmtpd_end_of_data_restrictions = ${a?{check_policy_service inet:127.0.0.1:10031}:{}}
            a =\\nsmtpd_end_of_data_restrictions = ${a:check_policy_service inet:127.0.0.1:10031}
            smtpd_end_of_data_restrictions = ${{$l} >=level {3.9} ? {check_policy_service inet:127.0.0.1:10031} : {}}\\nl = 3.10
            b = inet:127.0.0.1:10031\\nsmtpd_end_of_data_restrictions = check_policy_service,$(b)
            h = 127.0.0.1\\nsmtpd_end_of_data_restrictions = check_policy_service inet:${h}:10031
            smtpd_restriction_classes = k\\nk = check_policy_service inet:127.0.0.1:10031\\nsmtpd_end_of_data_restrictions = check_client_access static:k
            """)
    void whatPostfixPutsInIsRead(String lines) {
        String main = lines.replace("\\n", "\n") + "\n";
        assertThat(rules(new Mended(main, "", "").examine(SEKISHO))).contains("no-default-action", "policy-timeout");
        assertMendable(main, "", SEKISHO);
    }

    @Test
    void aCommaInAnOverrideIsPartOfIt() {
        String master = "10025 inet n - n - - smtpd -o smtpd_recipient_restrictions=permit_mynetworks,reject\n";
        Postfix read = Postfix.read(new Source("m", "x = y"), Optional.of(new Source("master.cf", master)));
        assertThat(read.list(read.services().get(0), PostfixRules.RECIPIENT))
                .extracting(Postfix.Word::text)
                .containsExactly("permit_mynetworks", "reject");
        Postfix printed = Postfix.read(
                new Source("m", "x = y"),
                Optional.of(new Source("-M", "smtp inet n - n - - smtpd\nsmtp/inet/smtpd_delay_reject = no\n")));
        assertThat(printed.value(printed.services().get(0), "smtpd_delay_reject", "yes"))
                .isEqualTo("no");
    }

    /** Every advice changes something, and the doctor finds nothing after all of them were applied. */
    @Test
    void followingTheAdviceEndsWithNothingToFind() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            String main = generated(random);
            String master = random.nextBoolean()
                    ? ""
                    : "smtp inet n - y - - smtpd\n"
                            + (random.nextBoolean()
                                    ? ""
                                    : "  -o smtpd_recipient_restrictions="
                                            + list(random, "")
                                                    .replaceAll("[,\\s]+(?![^{]*\\})", ",")
                                                    .replaceAll("\\{ (.*?) \\}", "inet:127.0.0.1:10032")
                                                    .replaceAll("check_policy_service,", "reject_unlisted_recipient,")
                                            + "\n");
            try {
                assertMendable(
                        main,
                        master,
                        counting(List.of("data", "rcpt", "end-of-message").get(random.nextInt(3))));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + "\n" + main + "\n" + master, e);
            }
        }
    }

    @Test
    void doveconfTakesTheMendedFile(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/doveconf")), "no Dovecot here");
        for (String start : List.of(
                "mail_plugins = quota\nprotocols = imap pop3 lmtp\nssl = no\ndisable_plaintext_auth = no\n",
                "mail_plugins = quota\nplugin {\n  quota_grace = 5%\n  quota_status_success = OK\n}\n"
                        + "service quota-status {\n  executable = quota-status\n  inet_listener {\n    port = 0\n  }\n}\n"
                        + "service imap-login {\n  inet_listener imap {\n    haproxy = yes\n  }\n}\nssl = no\n")) {
            Mended mended = mend(new Mended("", "", start), SEKISHO);
            Path file = Files.writeString(folder.resolve("dovecot.conf"), mended.dovecot());
            Process doveconf = new ProcessBuilder("/usr/bin/doveconf", "-n", "-c", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(doveconf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(doveconf.waitFor()).as(said + mended.dovecot()).isZero();
            assertThat(said).doesNotContain("Fatal");
            assertThat(dovecot(said.replaceAll("(?m)^doveconf: .*\n", "")))
                    .as(said)
                    .isEmpty();
        }
    }

    private static String generated(Random random) {
        StringBuilder main = new StringBuilder();
        String classes = random.nextBoolean() ? "room" : "";
        if (!classes.isEmpty()) {
            main.append("smtpd_restriction_classes = room\nroom = ")
                    .append(service(random))
                    .append('\n');
        }
        for (String name : List.of("recipient", "data", "end_of_data", "relay")) {
            if (random.nextInt(3) > 0) {
                main.append("smtpd_")
                        .append(name)
                        .append("_restrictions = ")
                        .append(list(random, classes))
                        .append('\n');
            }
        }
        if (random.nextInt(4) == 0) {
            main.append("smtpd_authorized_xclient_hosts = 0.0.0.0/0\n");
        }
        return main.toString();
    }

    private static String list(Random random, String classes) {
        List<String> parts = new ArrayList<>(List.of(
                "permit_mynetworks",
                "permit_sasl_authenticated",
                "reject_unauth_destination",
                "reject_unlisted_recipient",
                "check_client_access static:permit",
                "defer_if_reject",
                "warn_if_reject reject_unverified_recipient",
                "reject",
                service(random),
                service(random),
                service(random)));
        if (!classes.isEmpty()) {
            parts.add(classes);
        }
        String separator = List.of(", ", " ", ",", "\n   ", ",\n# a remark\n\t").get(random.nextInt(5));
        return IntStream.range(0, random.nextInt(6))
                .mapToObj(i -> parts.get(random.nextInt(parts.size())))
                .collect(Collectors.joining(separator));
    }

    private static String service(Random random) {
        String endpoint = "inet:"
                + List.of("127.0.0.1:", "sekisho.example.net:", "10.0.0.6::").get(random.nextInt(3))
                + (random.nextBoolean() ? 10031 : 10032);
        return "check_policy_service "
                + List.of(
                                endpoint,
                                "{ " + endpoint + ", timeout=5s, default_action=DUNNO }",
                                "{ " + endpoint + " timeout=2m default_action=OK }",
                                "{ " + endpoint + ", policy_context=mx, { default_action = 451 4.3.5 later } }")
                        .get(random.nextInt(4));
    }

    private static void assertMendable(String main, String master, SekishoSettings sekisho) {
        Mended mended = mend(new Mended(main, master, ""), sekisho);
        assertThat(mended.examine(sekisho)).as(mended.toString()).isEmpty();
    }

    private static Mended mend(Mended start, SekishoSettings sekisho) {
        Mended mended = start;
        for (int i = 0; i < 60; i++) {
            List<Finding> found = mended.examine(sekisho);
            if (found.isEmpty()) {
                break;
            }
            Finding first = found.get(0);
            Mended next = mended.with(first);
            assertThat(next.examine(sekisho))
                    .as(first + "\n" + mended)
                    .doesNotContain(first)
                    .isNotEqualTo(found);
            mended = next;
        }
        return mended;
    }

    private static SekishoSettings counting(String stage) {
        return SekishoSettings.of(Map.of("sekisho.sendlimit.count-at", stage), "server.env");
    }

    private static List<Finding> postfix(String which, SekishoSettings sekisho) {
        return new Mended(text("cases/" + which + "-main.cf"), text("cases/" + which + "-master.cf"), "")
                .examine(sekisho);
    }

    private static List<Finding> dovecot(String text) {
        return new Mended("", "", text).examine(SEKISHO);
    }

    private static List<String> rules(List<Finding> findings) {
        return findings.stream().map(Finding::rule).toList();
    }

    private static String text(String resource) {
        try {
            return Files.readString(RESOURCES.resolve(resource));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
