// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import java.io.File;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the tests with real mail share: the deployed node, the running servers, and a directory of accounts on two
 * hosts.
 *
 * <p>All passwords but the peculiar ones are {@link #PASSWORD}. alice, carol, dave, erin, frank, heidi and judy have
 * their mailbox on host a; bob, ivan, and two accounts whose names hold a {@code +}, on host b.
 *
 * <p>For the test thread.
 */
@ExtendWith({MailServersExtension.class, SekishoSettingsExtension.class, ArquillianExtension.class})
@RunAsClient
abstract class RealMail {
    static final String PASSWORD = "open sesame";
    static final String PASSWORD_UTF8 = "pässwörd-日本-€";
    static final String PASSWORD_SPECIAL = "100% sure %41 a+b=c&d;\"\\:";
    static final String PASSWORD_BLANKS = " outer and  inner ";

    static final SekishoApi API = new SekishoApi();

    /** A change for the services of Postfix is visible within one second. */
    private static final Duration VISIBLE = Duration.ofSeconds(1);

    private static final Duration START = Duration.ofMinutes(1);

    @Deployment(testable = false)
    public static EnterpriseArchive sekisho() {
        return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, new File(System.getProperty("sekisho.ear")));
    }

    @BeforeAll
    static void directory() {
        await().atMost(START).until(API::isReady);
        mailHost("mail-a", MailServers.HOST_A);
        mailHost("mail-b", MailServers.HOST_B);
        API.put("domains", "example.net", "{}");
        for (String name : new String[] {"alice", "carol", "heidi", "judy"}) {
            account(name, Map.of());
        }
        for (String name : new String[] {"bob", "ivan", "carol+work", "carol+2026"}) {
            account(name, Map.of("mailHost", "mail-b"));
        }
        account("dave", Map.of("password", PASSWORD_UTF8));
        account("erin", Map.of("password", PASSWORD_SPECIAL));
        account("frank", Map.of("password", PASSWORD_BLANKS));
        alias("full", "heidi");
        alias("sales", "bob");
        awaitVisible();
    }

    private static void mailHost(String name, String address) {
        mailHost(name, address, "");
    }

    /** @param more members of the mail host that differ, each with a comma after it */
    static void mailHost(String name, String address, String more) {
        API.put("mail-hosts", name, """
                {%s"address": "%s", "imapPort": %d, "pop3Port": %d, "smtpPort": %d, "quotaPort": %d, "doveadmUrl": "http://%s:%d", "state": "up"}""".formatted(
                        more,
                        address,
                        MailServers.BACKEND_IMAP,
                        MailServers.BACKEND_POP3,
                        MailServers.BACKEND_SUBMISSION,
                        MailServers.BACKEND_QUOTA_STATUS,
                        address,
                        MailServers.BACKEND_DOVEADM));
    }

    private static void alias(String name, String target) {
        API.put("aliases", address(name), "{\"targets\": [\"" + address(target) + "\"]}");
    }

    /**
     * Writes an account, by default on host a, with {@link #PASSWORD} and without limits.
     *
     * @param fields members of the account that differ: texts, numbers, booleans, or maps of these
     */
    static void account(String name, Map<String, Object> fields) {
        Map<String, Object> all = new TreeMap<>(
                Map.of("mailHost", "mail-a", "password", PASSWORD, "scheme", "PLAIN", "sendLimits", "unlimited"));
        all.putAll(fields);
        API.put("accounts", address(name), Json.createObjectBuilder(all).build().toString());
    }

    static void resetCounters(String name) {
        API.delete("accounts", address(name), "counters");
    }

    /** Waits until Postfix's services have the last change. */
    static void awaitVisible() {
        await().pollDelay(VISIBLE).until(() -> true);
    }

    static String address(String name) {
        return name + "@example.net";
    }
}
