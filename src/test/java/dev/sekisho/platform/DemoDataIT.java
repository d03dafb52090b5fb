// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start with examples, and the demo setting beside an operator's own data. */
class DemoDataIT {
    /**
     * Server launched, its key store and LTPA keys, the configuration with the generated password read, the application
     * started, the server started.
     */
    private static final String SERVER_MESSAGES =
            "CWWKE0001I|CWWKG0028A|CWWKG0093A|CWPKI0820A|CWPKI0803A|CWWKS4104A|CWWKG001[67]I|CWWKZ0001I|CWWKF0011I";

    @Test
    void theFirstStartPrintsWhatAnOperatorNeedsAndNothingElse() throws Exception {
        SekishoNode node = new SekishoNode(7, 0, Map.of("DEMO", "true"))
                .with("server.env", "SEKISHO_LOGIN_KEY=\nSEKISHO_ADMIN_PASSWORD=");
        try {
            node.start();
            node.awaitReady();
            await().until(() -> node.terminal().contains("Console: "));
        } finally {
            node.end();
        }
        // The banner has lines of its own, behind "Sekisho is ready".
        String[] parts = node.terminal().split("\\[AUDIT   \\] SKS0009I ", 2);
        assertThat(parts[0].lines().filter(line -> !line.isBlank()).skip(1))
                .allMatch(line ->
                        line.matches("\\[(AUDIT|INFO|WARNING) *\\] (" + SERVER_MESSAGES + "|SKS\\d{4}[IW])\\b.*"));
        assertThat(parts[1]).contains("user admin, password ");
    }

    @Test
    void besideOtherDataTheMissingKeyIsLoggedAndNoExampleIsAdded(@TempDir Path folder) throws Exception {
        String url = StartRefusedIT.prepared(
                folder.resolve("customers"), "INSERT INTO domain (name) VALUES ('customer.example')");
        SekishoNode node = new SekishoNode(7, 0, Map.of("DATABASE_URL", url, "DEMO", "true"))
                .with("server.env", "SEKISHO_LOGIN_KEY=");
        try {
            node.start();
            node.awaitReady();
            assertThat(node.api("GET", "/domains", ""))
                    .contains("customer.example")
                    .doesNotContain("example.org");
        } finally {
            node.end();
        }
        assertThat(node.console()).contains("SKS0016W ").containsOnlyOnce("SKS0017W ");
    }
}
