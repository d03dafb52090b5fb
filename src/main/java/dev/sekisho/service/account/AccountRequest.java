// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import dev.sekisho.directory.Account;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.login.credential.KeyRing;
import dev.sekisho.service.PermissionsBody;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An account as a body or a row of an import describes it.
 *
 * @param permitSending whether the account may send; it is not part of {@code permissions} because no account inherits
 *     it
 * @param version the version that the account must have; empty for any
 * @param given the names of the members that the request has, those with null too; members of {@code permissions} as
 *     {@code permissions.imap}
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

    /** This request, with the values of {@code account} for members that the request does not have. */
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
                isPermissionGiven("plain") ? permissions.plain() : known.plain(),
                isPermissionGiven("cramMd5") ? permissions.cramMd5() : known.cramMd5(),
                isPermissionGiven("apop") ? permissions.apop() : known.apop(),
                isPermissionGiven("imap") ? permissions.imap() : known.imap(),
                isPermissionGiven("pop3") ? permissions.pop3() : known.pop3(),
                isPermissionGiven("smtp") ? permissions.smtp() : known.smtp(),
                isPermissionGiven("requireTls") ? permissions.requireTls() : known.requireTls(),
                isPermissionGiven("networks") ? permissions.networks() : known.networks(),
                isPermissionGiven("blockedNetworks") ? permissions.blockedNetworks() : known.blockedNetworks());
    }

    /** Whether the request has this permission, or {@code "permissions": null}, which inherits all of them. */
    private boolean isPermissionGiven(String name) {
        return given.contains("permissions") || given.contains("permissions." + name);
    }

    /** Whether {@link #apply} would change {@code account}. */
    boolean changes(Account account) {
        return newSecret.changes(account)
                || !account.mailHost().equals(mailHost)
                || !account.state().isEquivalentTo(state)
                || !Objects.equals(PermissionsBody.of(account.permissions()), PermissionsBody.of(permissions))
                || account.isPermittedToSend() != permitSending
                || !account.sendLimits().equals(sendLimits)
                || !account.plan().equals(plan);
    }

    /** Writes this request to {@code account}; {@code secret} is the result of {@link NewSecret#toStore}. */
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
