// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.login.CredentialUse;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.login.credential.KeyRing;
import dev.sekisho.login.credential.SecretReencryption;
import dev.sekisho.service.ServiceConfig;
import dev.sekisho.service.StateConflict;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Stored secrets. It has no transaction: each account is re-encrypted in its own. */
@ThreadSafe
@ApplicationScoped
public class SecretService {
    private static final String NO_KEY = "There is no encryption key; set sekisho.keyring.keys or -file.";

    @Inject
    private ChangeLog changes;

    @Inject
    private KeyRing keyRing;

    @Inject
    private SecretReencryption reencryption;

    @Inject
    private SecretRepository secrets;

    @Inject
    private ServiceConfig config;

    /** The state in the audit trail at the start. */
    @Immutable
    public record Begun(boolean begun) {}

    /** Encrypts all clear-text and encrypted secrets with the active key. It is repeatable, and logins continue. */
    @Allowed(Access.ADMINISTER)
    public SecretReencryption.Outcome reencrypt() {
        if (keyRing.activeKey().isEmpty()) {
            throw new StateConflict(NO_KEY);
        }
        // Each account has its own transaction, so the audit entry of the start is written before the first one.
        changes.record("secrets", "re-encrypt", null, new Begun(true));
        SecretReencryption.Outcome outcome =
                reencryption.run(config.passwordScheme()).orElseThrow(() -> new StateConflict(NO_KEY));
        changes.record("secrets", "re-encrypt", new Begun(true), outcome);
        return outcome;
    }

    /** The accounts that used CRAM-MD5 or APOP, with the time of the last use. */
    @Allowed(Access.SEE_ALL)
    public Page<CredentialUseBody> challengeMethods(Page.Range range) {
        return Page.of(
                secrets.uses(range.after(), range.limit() + 1),
                range,
                SecretService::body,
                use -> use.account() + " " + use.method());
    }

    private static CredentialUseBody body(CredentialUse use) {
        return new CredentialUseBody(
                use.account(), use.method(), use.lastUsedAt().toInstant().toString());
    }
}
