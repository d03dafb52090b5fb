// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo setting beside an operator's own data adds nothing and relaxes nothing. */
class DemoDataIT {
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
