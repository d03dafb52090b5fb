// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values that our constraints refuse and that views over another system's tables may have. */
class LoginAccountTest {
    private static final int STATUS = 3;
    private static final int HOST_NAME = 15;
    private static final int HOST_STATE = 21;

    private static @Nullable Object[] row() {
        return new @Nullable Object[] {
            "en",
            "alice@example.org",
            "{PLAIN}x",
            "active",
            null,
            true,
            true,
            true,
            true,
            true,
            true,
            false,
            "any",
            "none",
            null,
            "mx1",
            "192.0.2.1",
            null,
            143,
            110,
            587,
            "up",
            true,
            null
        };
    }

    @Test
    void aRowThatIsAsItShouldBeIsRead() {
        assertThat(LoginAccount.ofRow(row()).orElseThrow().host().name()).isEqualTo("mx1");
    }

    @Test
    void aMissingMailHostIsReportedByItsName() {
        @Nullable Object[] row = row();
        for (int i = HOST_NAME; i < row.length; i++) {
            row[i] = null;
        }
        assertThatThrownBy(() -> LoginAccount.ofRow(row)).hasMessageContaining("mail host is missing");
    }

    @Test
    void anUnknownWordIsNotTakenForAnother() {
        for (int column : new int[] {STATUS, HOST_STATE}) {
            @Nullable Object[] row = row();
            row[column] = "frozen";
            assertThatThrownBy(() -> LoginAccount.ofRow(row)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
