// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.Address;
import dev.sekisho.login.credential.KeyRing;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.service.ServiceConfig;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.account.AccountRequest;
import dev.sekisho.service.account.AccountStateRequest;
import dev.sekisho.service.account.NewSecret;
import dev.sekisho.service.change.Etags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** Reads accounts from bodies and import rows; errors are added to these. */
@ThreadSafe
@ApplicationScoped
class AccountRequests {
    @Inject
    private ServiceConfig config;

    @Inject
    private KeyRing keyRing;

    @Inject
    private Actor actor;

    @Inject
    private Clock clock;

    AccountRequest read(Address address, JsonFields body) {
        body.key("address", address.toString(), Address::lowerCase);
        body.ignore("statusSince", "statusBy", "movingTo", "movingSince");
        AccountRequest request = new AccountRequest(
                address,
                Address.lowerCase(body.text("mailHost").orElse("")),
                state(body).state(clock.instant(), actor.name()),
                body.permissions(),
                body.bool("permitSending", true),
                body.limits("sendLimits"),
                body.text("plan").map(Address::lowerCase),
                secret(body),
                body.text(Etags.VERSION),
                body.names());
        if (request.newSecret().toEncrypt().isPresent() && keyRing.activeKey().isEmpty()) {
            body.error("challenge", "needs an encryption key, and none is configured");
        }
        return request;
    }

    static AccountStateRequest state(JsonFields body) {
        return new AccountStateRequest(
                body.parsed("status", AccountStatus::ofWord).orElse(AccountStatus.ACTIVE),
                body.instant("statusUntil"),
                body.text("statusReason"));
    }

    private NewSecret secret(JsonFields body) {
        Optional<String> password = body.clearText("password");
        Optional<String> secret = body.text("secret");
        Optional<PasswordScheme> scheme = body.parsed("scheme", PasswordScheme::forNew);
        if (password.isPresent() && secret.isPresent()) {
            body.error("secret", "must be absent if password is present");
        }
        if (scheme.isPresent() && password.isEmpty()) {
            body.error("scheme", "must be absent without password");
        }
        boolean challenge = body.bool("challenge", false);
        if (challenge && password.isEmpty()) {
            body.error("challenge", "must be absent without password");
        }
        secret.filter(NewSecret::isUnusable)
                .ifPresent(text -> body.error("secret", "must be a hash with its {SCHEME}, as doveadm pw prints it"));
        return new NewSecret(password, scheme.orElse(config.passwordScheme()), secret, challenge);
    }
}
