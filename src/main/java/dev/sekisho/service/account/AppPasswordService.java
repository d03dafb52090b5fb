// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.AppPassword;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.password.AppPasswordText;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.EntityCheck;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Transacted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** App passwords. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class AppPasswordService {
    private static final String KIND = "app-password";

    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private SecretRepository secrets;

    @Inject
    private EntityCheck constraints;

    @Inject
    private Clock clock;

    /** The app passwords of an account, including revoked ones, without the passwords. */
    @Allowed(Access.SEE)
    public List<AppPasswordBody> list(@InDomain("account") String address) {
        return secrets.allAppPasswords(entries.account(address).address()).stream()
                .map(each -> AppPasswordBody.of(each, null))
                .toList();
    }

    /** Creates an app password; only this result contains it in clear text. */
    @Allowed(Access.ADMINISTER)
    public AppPasswordBody make(@InDomain("account") String key, AppPasswordRequest request, FieldErrors errors) {
        Address account = PathKey.address(entries.account(key).address());
        errors.check();
        String password = AppPasswordText.generate();
        Secret canonical = AppPasswordText.canonical(Secret.of(password)).orElseThrow();
        AppPassword appPassword = new AppPassword(
                UUID.randomUUID().toString(),
                account,
                request.name(),
                PasswordScheme.SSHA256.generate(canonical),
                now());
        appPassword.permit(request.imap(), request.pop3(), request.smtp());
        request.networks().ifPresent(appPassword::setNetworks);
        request.expiresAt().map(moment -> moment.atOffset(ZoneOffset.UTC)).ifPresent(appPassword::setExpiresAt);
        constraints.check(appPassword);
        directory.add(appPassword);
        directory.flush();
        changes.record(KIND, account + " " + appPassword.id(), null, AppPasswordBody.of(appPassword, null));
        return AppPasswordBody.of(appPassword, password);
    }

    /** Revokes an app password, from the next login on; it stays in the list. */
    @Allowed(Access.ADMINISTER)
    public void revoke(@InDomain("account") String key, String id) {
        String account = entries.account(key).address();
        AppPassword password = directory
                .find(AppPassword.class, PathKey.name(id))
                .filter(each -> each.account().equals(account))
                .orElseThrow(() -> new EntryMissing("app password", id));
        AppPasswordBody before = AppPasswordBody.of(password, null);
        password.revoke(now());
        directory.flush();
        changes.record(KIND, account + " " + password.id(), before, AppPasswordBody.of(password, null));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
