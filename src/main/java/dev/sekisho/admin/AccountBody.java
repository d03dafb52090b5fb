// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Account;
import dev.sekisho.account.Permissions;
import dev.sekisho.account.SendLimits;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * An account as the API shows it, without its password; {@code sendLimits} is absent where they are the domain's.
 *
 * <p>Immutable and safe for use by many threads.
 */
@JsonbPropertyOrder({
    "address",
    "mailHost",
    "status",
    "permitPlain",
    "permitCramMd5",
    "permitApop",
    "permitImap",
    "permitPop3",
    "permitSmtp",
    "permitSending",
    "sendLimits"
})
public record AccountBody(
        String address,
        String mailHost,
        String status,
        boolean permitPlain,
        boolean permitCramMd5,
        boolean permitApop,
        boolean permitImap,
        boolean permitPop3,
        boolean permitSmtp,
        boolean permitSending,
        @Nullable String sendLimits) {
    static AccountBody of(Account account) {
        Permissions permitted = account.permissions();
        return new AccountBody(
                account.address(),
                account.mailHost(),
                account.status().word(),
                permitted.plain(),
                permitted.cramMd5(),
                permitted.apop(),
                permitted.imap(),
                permitted.pop3(),
                permitted.smtp(),
                account.isPermittedToSend(),
                account.sendLimits().map(SendLimits::toString).orElse(null));
    }
}
