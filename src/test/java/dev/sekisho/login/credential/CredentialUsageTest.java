// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.directory.login.SecretRepository;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CredentialUsageTest {
    @Test
    void aRowThatTheDatabaseRefusesStopsNoOther() {
        Set<String> written = new TreeSet<>();
        SecretRepository store = new SecretRepository() {
            @Override
            public void appPasswordUsed(String id, OffsetDateTime at) {
                if (id.equals("poison")) {
                    throw new PersistenceException(new SQLException("invalid byte sequence", "22021"));
                }
                written.add(id);
            }
        };
        CredentialUsage uses = new CredentialUsage(store, new SettableClock("2026-03-01T09:00:00Z"));
        try (OperatorLog log = new OperatorLog("dev.sekisho.writebehind")) {
            for (int i = 0; i < 150; i++) {
                uses.appPasswordUsed(i == 70 ? "poison" : "p" + i);
            }
            uses.write();
            assertThat(uses.progress().status().lastSuccess()).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
            assertThat(written).hasSize(149);
            assertThat(uses.progress().status().setAside()).isEqualTo(1);
            assertThat(uses.progress().status().waiting()).isZero();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SKS1001W")
                    .contains("login-uses", "\"poison\"");
        }
    }

    @Test
    void noMoreThanAHundredThousandUsesWaitAndThoseThatDoAreBroughtUpToDate() {
        CredentialUsage uses = new CredentialUsage(new SecretRepository(), new SettableClock("2026-03-01T09:00:00Z"));
        for (int i = 0; i <= 100_000; i++) {
            uses.appPasswordUsed("p" + i);
        }
        uses.appPasswordUsed("p0");
        assertThat(uses.progress().status().waiting()).isEqualTo(100_000);
    }

    @Test
    void aWriterWithNothingToWriteGetsOn() {
        CredentialUsage uses = new CredentialUsage(new SecretRepository(), new SettableClock("2026-03-01T09:00:00Z"));
        uses.write();
        assertThat(uses.progress().status().lastSuccess()).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
    }
}
