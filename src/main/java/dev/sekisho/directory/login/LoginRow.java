// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import dev.sekisho.database.Answer;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.Permissions;
import dev.sekisho.directory.snapshot.MailDomain;
import dev.sekisho.password.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The current row of the statement of {@link LoginReader}, read once, from left to right. Confined to its thread.
 *
 * <p>The schema prevents unknown values, but views and rows of a newer version may have them: they fail this row alone.
 */
final class LoginRow {
    private static final int LANGUAGE = 2;
    private static final int ADDRESS = 5;

    private final ResultSet row;
    private int next = LANGUAGE;

    LoginRow(ResultSet row) {
        this.row = row;
    }

    Answer<LoginLookup> answer(Map<String, List<LoginAppPassword>> appPasswords) throws SQLException {
        Optional<Language> language = language(optional());
        Optional<String> name = optional();
        Optional<String> mxHosts = optional();
        Optional<MailDomain> domain = name.map(text -> new MailDomain(text, mxHosts));
        if (row.getString(ADDRESS) == null) {
            return Answer.of(new LoginLookup(Optional.empty(), domain, language));
        }
        try {
            return Answer.of(new LoginLookup(Optional.of(account(appPasswords)), domain, language));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Answer.failed(e);
        }
    }

    private static Optional<Language> language(Optional<String> word) {
        try {
            return word.map(Language::ofWord);
        } catch (IllegalArgumentException e) {
            // An unknown language must not prevent a login; SnapshotReader logs it.
            return Optional.empty();
        }
    }

    private LoginAccount account(Map<String, List<LoginAppPassword>> appPasswords) throws SQLException {
        String address = text();
        Secret secret = Secret.of(text());
        Optional<Secret> challengeSecret = optional().map(Secret::of);
        AccountStatus status = AccountStatus.ofWord(text());
        @Nullable OffsetDateTime until = row.getObject(next++, OffsetDateTime.class);
        Permissions permissions =
                new Permissions(flag(), flag(), flag(), flag(), flag(), flag(), flag(), text(), text());
        Optional<String> movingTo = optional();
        return new LoginAccount(
                address,
                secret,
                challengeSecret,
                appPasswords.getOrDefault(address, List.of()),
                status,
                Optional.ofNullable(until).map(OffsetDateTime::toInstant),
                permissions,
                host(),
                movingTo);
    }

    private LoginHost host() throws SQLException {
        String name = optional().orElseThrow(() -> new IllegalStateException("the mail host is missing"));
        String address = text();
        Optional<String> smtpAddress = optional();
        int imapPort = number();
        int pop3Port = number();
        int smtpPort = number();
        MailHostState state = MailHostState.ofWord(text());
        boolean probe = flag();
        return new LoginHost(
                name,
                LoginHost.addresses(address, row.getString(next++)),
                smtpAddress,
                imapPort,
                pop3Port,
                smtpPort,
                state,
                probe);
    }

    private Optional<String> optional() throws SQLException {
        return Optional.ofNullable(row.getString(next++));
    }

    private String text() throws SQLException {
        return String.valueOf(row.getString(next++));
    }

    private boolean flag() throws SQLException {
        return row.getBoolean(next++);
    }

    private int number() throws SQLException {
        return row.getInt(next++);
    }
}
