// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.containment;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.password.AppPasswordText;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.NotPermitted;
import dev.sekisho.service.ServiceConfig;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.account.AccountService;
import dev.sekisho.service.account.NewSecret;
import dev.sekisho.service.containment.ContainmentBody.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Contains hijacked accounts. It has no transaction: the sessions end after that of the changes. */
@ThreadSafe
@ApplicationScoped
public class ContainmentService {
    @Inject
    private ContainedAccount contained;

    @Inject
    private MailSessions sessions;

    @Inject
    private AccountService accounts;

    @Inject
    private ServiceConfig config;

    @Inject
    private Actor actor;

    /**
     * Contains an account: all of the request, or nothing. The sessions end after the commit; a failure of that is in
     * the result only.
     */
    @Allowed(Access.SUPPORT)
    public ContainmentBody contain(
            @InDomain("account") String address, ContainmentRequest request, FieldErrors errors) {
        request.check(errors);
        if (!actor.may(Access.ADMINISTER)
                && !(request.keeps().password() && request.keeps().appPasswords())) {
            throw new NotPermitted(
                    "A new password, and the end of app passwords, need the role sekisho-admin. Keep both,"
                            + " and suspend the account.");
        }
        if (actor.reason().isEmpty()) {
            actor.explain(request.reason().strip());
        }
        @Nullable
        String generated = request.keeps().password() || request.password().isPresent() ? null : generate();
        // Hashing is slow, so it precedes the first query and with it the use of a database connection.
        Optional<String> secret = hash(request.password().or(() -> Optional.ofNullable(generated)), errors);
        errors.check();
        ContainedAccount.Changed changed = contained.contain(address, request, secret, errors);
        List<Sessions> ended =
                request.keeps().sessions() ? List.of() : sessions.end(changed.account(), changed.hosts());
        return new ContainmentBody(
                changed.account(),
                changed.after(),
                changed.before(),
                secret.isPresent(),
                generated,
                changed.revoked(),
                ended,
                accounts.logins(changed.account()));
    }

    /** 100 random bits. Five groups, so that it does not have the shape of an app password. */
    private static String generate() {
        return AppPasswordText.generate() + AppPasswordText.generate().substring(14);
    }

    private Optional<String> hash(Optional<String> password, FieldErrors errors) {
        return new NewSecret(password, config.passwordScheme(), Optional.empty(), false).toStore(errors);
    }
}
