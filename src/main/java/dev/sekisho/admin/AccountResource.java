// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Account;
import dev.sekisho.account.AccountStatus;
import dev.sekisho.account.Address;
import dev.sekisho.account.DirectoryRepository;
import dev.sekisho.account.Domain;
import dev.sekisho.account.MailHost;
import dev.sekisho.account.Permissions;
import dev.sekisho.account.SendLimits;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import dev.sekisho.password.StoredPassword;
import dev.sekisho.password.VerifyResult;
import dev.sekisho.ratelimit.SendCounters;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Accounts and their counters. Confined to one request. */
@Path("/accounts")
@RequestScoped
@Tag(
        name = "accounts",
        description =
                "Fields: mailHost (required); password in the clear with an optional scheme, or secret with Dovecot's"
                        + " {SCHEME} prefix (one of them for a new account; left out later, the old one stays; PLAIN is needed for"
                        + " CRAM-MD5 and APOP); status active | suspended; permitSending, permitPlain, permitCramMd5, permitApop,"
                        + " permitImap, permitPop3, permitSmtp (true); sendLimits (left out: inherited)")
public class AccountResource extends DirectoryResource<Account> {
    /** Longest clear password in bytes: what the password component would ever accept. */
    private static final int PASSWORD_BYTES = 1024;

    private final AdminConfig config;
    private final SendCounters counters;

    @Inject
    public AccountResource(DirectoryRepository directory, AdminConfig config, SendCounters counters) {
        super(directory, Account.class, "account", Account::address);
        this.config = config;
        this.counters = counters;
    }

    @Override
    Optional<String> canonical(String key) {
        return Address.parse(key).map(Address::toString);
    }

    @Override
    String keyForm() {
        return "mail address";
    }

    @Override
    JsonObjectBuilder json(Account account) {
        Permissions permissions = account.permissions();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("address", account.address())
                .add("domain", account.domainName())
                .add("mailHost", account.mailHost())
                .add("status", JsonFields.word(account.status()))
                .add("permitSending", account.isPermittedToSend())
                .add("permitPlain", permissions.plain())
                .add("permitCramMd5", permissions.cramMd5())
                .add("permitApop", permissions.apop())
                .add("permitImap", permissions.imap())
                .add("permitPop3", permissions.pop3())
                .add("permitSmtp", permissions.smtp());
        account.sendLimits().ifPresent(limits -> json.add("sendLimits", limits.toString()));
        return json.add("effectiveLimits", LimitsJson.of(directory().effectiveLimits(account)));
    }

    @Override
    Account write(String key, Optional<Account> present, JsonFields fields) {
        Address address = Address.parse(key).orElseThrow();
        String mailHost = Address.lowerCase(fields.requiredText("mailHost"));
        if (!mailHost.isEmpty() && directory().find(MailHost.class, mailHost).isEmpty()) {
            fields.error("mailHost", "is not a mail host that exists");
        }
        if (directory().find(Domain.class, address.domain()).isEmpty()) {
            fields.error("key", "is in a domain that does not exist");
        }
        AccountStatus status = fields.choice("status", AccountStatus.ACTIVE);
        boolean sending = fields.bool("permitSending", true);
        Permissions permissions = new Permissions(
                fields.bool("permitPlain", true),
                fields.bool("permitCramMd5", true),
                fields.bool("permitApop", true),
                fields.bool("permitImap", true),
                fields.bool("permitPop3", true),
                fields.bool("permitSmtp", true));
        Optional<SendLimits> limits = fields.limits("sendLimits");
        Optional<String> secret = secret(fields, present.isEmpty());
        fields.check();
        Account account = present.orElseGet(() -> new Account(address, secret.orElseThrow(), mailHost));
        secret.ifPresent(account::setSecret);
        account.setMailHost(mailHost);
        account.setStatus(status);
        account.setPermittedToSend(sending);
        account.setPermissions(permissions);
        account.setSendLimits(limits);
        return account;
    }

    /** The new stored password; empty to keep the old one, or after an error that {@code fields} has noted. */
    private Optional<String> secret(JsonFields fields, boolean needed) {
        Optional<String> password = fields.text("password");
        Optional<String> secret = fields.text("secret");
        Optional<PasswordScheme> scheme = scheme(fields);
        if (password.isPresent() && secret.isPresent()) {
            fields.error("secret", "and password are two passwords");
        } else if (password.isPresent()) {
            return hashed(fields, password.get(), scheme.orElse(config.passwordScheme()));
        } else if (secret.isPresent()) {
            StoredPassword stored = StoredPassword.parse(secret.get(), "");
            if (stored.verify(Secret.of("x")) instanceof VerifyResult.Unusable unusable) {
                fields.error("secret", "cannot be used: " + unusable.reason());
                return Optional.empty();
            }
            return secret;
        } else if (needed) {
            fields.error("password", "or secret is missing");
        }
        return Optional.empty();
    }

    private static Optional<String> hashed(JsonFields fields, String password, PasswordScheme scheme) {
        Secret clear = Secret.of(password);
        if (password.isEmpty() || clear.sizeBytes() > PASSWORD_BYTES || password.indexOf('\0') >= 0) {
            fields.error("password", "must have 1 to " + PASSWORD_BYTES + " bytes and no NUL");
            return Optional.empty();
        }
        try {
            return Optional.of(scheme.generate(clear));
        } catch (IllegalArgumentException e) {
            fields.error("password", "cannot be kept in this scheme");
            return Optional.empty();
        }
    }

    private static Optional<PasswordScheme> scheme(JsonFields fields) {
        Optional<String> name = fields.text("scheme");
        Optional<PasswordScheme> scheme = name.flatMap(PasswordScheme::named);
        if (name.isPresent() && scheme.isEmpty()) {
            fields.error("scheme", "is not a password scheme");
        }
        return scheme;
    }

    @GET
    @Path("{key}/counters")
    @Operation(summary = "How much the account has used of each limit")
    @Transactional
    public Response counters(@PathParam("key") String key) {
        Account account = present(key);
        return Response.ok(Json.createObjectBuilder()
                        .add("account", account.address())
                        .add("effectiveLimits", LimitsJson.of(directory().effectiveLimits(account)))
                        .add("usage", LimitsJson.of(counters.usage(account.address())))
                        .build()
                        .toString())
                .build();
    }

    @DELETE
    @Path("{key}/counters")
    @Operation(summary = "Forgets what the account has sent")
    @Transactional
    public Response reset(@PathParam("key") String key) {
        counters.reset(present(key).address());
        return Response.noContent().build();
    }
}
