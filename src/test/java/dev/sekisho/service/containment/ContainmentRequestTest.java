// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.containment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.InvalidFields;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a containment accepts, and that it never permits more than before. */
class ContainmentRequestTest {
    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

    private static ContainmentRequest request(String reason, String password, boolean keep) {
        return new ContainmentRequest(
                AccountStatus.SUSPENDED,
                Optional.empty(),
                reason,
                Optional.of(password).filter(text -> !text.isEmpty()),
                new ContainmentRequest.Keeps(keep, false, false));
    }

    @Test
    void aReasonIsRequiredAndAPasswordIsNeitherKeptAndGivenNorShown() {
        assertThatCode(() -> request("hijacked", "sesame", false).check(new FieldErrors()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> request(" ", "", false).check(new FieldErrors()))
                .isInstanceOf(InvalidFields.class);
        assertThatThrownBy(() -> request("x".repeat(501), "", false).check(new FieldErrors()))
                .isInstanceOf(InvalidFields.class);
        assertThatThrownBy(() -> request("x", "sesame", true).check(new FieldErrors()))
                .isInstanceOf(InvalidFields.class);
        assertThat(request("x", "sesame", false).toString()).doesNotContain("sesame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "closed", "password-must-change", "", "SUSPENDED"})
    void onlyTwoStatesContain(String status) {
        assertThatThrownBy(() -> ContainmentRequest.status(status)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE, SEND_BLOCKED, false",
        "SEND_BLOCKED, SUSPENDED, false",
        "PASSWORD_MUST_CHANGE, SEND_BLOCKED, false",
        "SUSPENDED, SEND_BLOCKED, true",
        "SUSPENDED, SUSPENDED, false",
        "CLOSED, SUSPENDED, true"
    })
    void aStricterStateStays(AccountStatus status, AccountStatus wanted, boolean stays) {
        AccountState state = new AccountState(status, NOW, Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(ContainedAccount.isStricter(state, wanted, NOW)).isEqualTo(stays);
        AccountState over = new AccountState(status, NOW, Optional.of(NOW), Optional.empty(), Optional.empty());
        assertThat(ContainedAccount.isStricter(over, wanted, NOW)).isFalse();
    }
}
