// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All counters survive a stop and a start. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RestartIT {
    private static final String SEKISHO = "restarted";
    private static final String ERIN = "erin@restart.example";
    private static final String COUNTERS = "/accounts/" + ERIN + "/counters";

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = SEKISHO, managed = false, testable = false)
    public static EnterpriseArchive sekisho() {
        return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, new File(System.getProperty("sekisho.ear")));
    }

    @AfterEach
    void undeploy() {
        deployer.undeploy(SEKISHO);
    }

    @Test
    void whatWasCountedIsStillCountedAfterARestart() throws Exception {
        start();
        put("/mail-hosts/restart-a", """
                {"address": "192.0.2.11", "imapPort": 143, "pop3Port": 110, "smtpPort": 587, "state": "up", "probe": false}""");
        put("/domains/restart.example", "{\"sendLimits\": \"10/1h\"}");
        put("/accounts/" + ERIN, "{\"mailHost\": \"restart-a\", \"secret\": \"{PLAIN}open sesame\"}");
        await().atMost(Duration.ofSeconds(5)).until(() -> counters().contains("\"limit\":\"10/1h\""));
        assertThat(SekishoUnderTest.api("DELETE", COUNTERS, "").statusCode()).isEqualTo(204);
        assertThat(send("one", 4)).isEqualTo("action=DUNNO");
        assertThat(send("two", 3)).isEqualTo("action=DUNNO");

        deployer.undeploy(SEKISHO);
        start();

        assertThat(counters()).contains("\"used\":7");
        assertThat(send("three", 4)).startsWith("action=450 4.7.1 ");
        assertThat(send("four", 3)).isEqualTo("action=DUNNO");
    }

    private void start() {
        deployer.deploy(SEKISHO);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> SekishoUnderTest.get("/health/ready").statusCode() == 200);
    }

    private static String send(String instance, int recipients) throws Exception {
        return SekishoUnderTest.policy(
                SekishoUnderTest.SENDLIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=" + recipients
                        + "\ninstance=" + instance + "\nsasl_username=" + ERIN + "\n\n");
    }

    private static String counters() throws Exception {
        return SekishoUnderTest.api("GET", COUNTERS, "").body().replaceAll("\\s", "");
    }

    private static void put(String path, String json) throws Exception {
        var answer = SekishoUnderTest.api("PUT", path, json);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
}
