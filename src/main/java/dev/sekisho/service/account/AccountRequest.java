// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import dev.sekisho.directory.Account;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.login.credential.KeyRing;
import java.util.Optional;
import java.util.Set;

/**
 * An account as a caller wants it, of a body or a row of an import.
 *
 * <p>Immutable; confined to the request's thread.
 */
public record AccountRequest(
        Address address,
        String mailHost,
        AccountState state,
        PermissionOverrides permissions,
        boolean permitSending,
        Optional<SendLimits> sendLimits,
        Optional<String> plan,
        NewSecret newSecret,
        Optional<String> version,
        Set<String> given) {
    private static final Set<String> OF_THE_STATE = Set.of("status", "statusUntil", "statusReason");

    /** The same, but what the body did not have stays as {@code account} has it. */
    AccountRequest keeping(Account account) {
        return new AccountRequest(
                address,
                given.contains("mailHost") ? mailHost : account.mailHost(),
                given.stream().anyMatch(OF_THE_STATE::contains) ? state : account.state(),
                kept(account.permissions()),
                given.contains("permitSending") ? permitSending : account.isPermittedToSend(),
                given.contains("sendLimits") ? sendLimits : account.sendLimits(),
                given.contains("plan") ? plan : account.plan(),
                newSecret,
                version,
                given);
    }

    private PermissionOverrides kept(PermissionOverrides known) {
        return new PermissionOverrides(
                given.contains("permitPlain") ? permissions.plain() : known.plain(),
                given.contains("permitCramMd5") ? permissions.cramMd5() : known.cramMd5(),
                given.contains("permitApop") ? permissions.apop() : known.apop(),
                given.contains("permitImap") ? permissions.imap() : known.imap(),
                given.contains("permitPop3") ? permissions.pop3() : known.pop3(),
                given.contains("permitSmtp") ? permissions.smtp() : known.smtp(),
                given.contains("requireTls") ? permissions.requireTls() : known.requireTls(),
                given.contains("permitNetworks") ? permissions.permitNetworks() : known.permitNetworks(),
                given.contains("blockNetworks") ? permissions.blockNetworks() : known.blockNetworks());
    }

    /** Whether {@link #apply} would change {@code account}. */
    boolean changes(Account account) {
        return newSecret.changes(account)
                || !account.mailHost().equals(mailHost)
                || !account.state().isEquivalentTo(state)
                || !account.permissions().equals(permissions)
                || account.isPermittedToSend() != permitSending
                || !account.sendLimits().equals(sendLimits)
                || !account.plan().equals(plan);
    }

    /** Makes {@code account} as it is wanted; {@code secret} is what {@link NewSecret#toStore} made. */
    void apply(Account account, Optional<String> secret, KeyRing keyRing) {
        secret.ifPresent(account::setSecret);
        newSecret
                .toEncrypt()
                .flatMap(clear -> keyRing.encrypt(clear, address.toString(), secret.orElse("")))
                .ifPresent(account::setChallengeSecret);
        account.setMailHost(mailHost);
        if (!account.state().isEquivalentTo(state)) {
            account.setState(state);
        }
        account.setPermissions(permissions);
        account.setPermittedToSend(permitSending);
        account.setSendLimits(sendLimits);
        account.setPlan(plan);
    }
}
