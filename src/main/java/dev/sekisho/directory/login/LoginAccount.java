// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.Permissions;
import dev.sekisho.password.Secret;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of an account for a login, read from the database.
 *
 * <p>{@link #address} is the canonical address; {@link #secret} is the stored password with Dovecot's {@code {SCHEME}}
 * prefix; {@link #status} applies until {@link #statusUntil}; {@link #movingTo} is the mail host to which the mailbox
 * is being moved.
 */
@ThreadSafe
public record LoginAccount(
        String address,
        Secret secret,
        AccountStatus status,
        Optional<Instant> statusUntil,
        Permissions permissions,
        LoginHost host,
        Optional<String> movingTo) {
    /**
     * Always returns one row: the language of the domain {@code ?2}, and the account {@code ?1} in it or nulls; each
     * permission is the nearest one set in account, domain and installation.
     */
    public static final String SQL = """
            SELECT COALESCE(d.language, i.language), a.address, a.secret, a.status, EXTRACT(EPOCH FROM a.status_until),
                   COALESCE(a.permit_plain, d.permit_plain, i.permit_plain),
                   COALESCE(a.permit_cram_md5, d.permit_cram_md5, i.permit_cram_md5),
                   COALESCE(a.permit_apop, d.permit_apop, i.permit_apop),
                   COALESCE(a.permit_imap, d.permit_imap, i.permit_imap),
                   COALESCE(a.permit_pop3, d.permit_pop3, i.permit_pop3),
                   COALESCE(a.permit_smtp, d.permit_smtp, i.permit_smtp),
                   COALESCE(a.require_tls, d.require_tls, i.require_tls),
                   COALESCE(a.permit_networks, d.permit_networks, i.permit_networks),
                   COALESCE(a.block_networks, d.block_networks, i.block_networks),
                   a.moving_to, h.name, h.address, h.smtp_address, h.imap_port, h.pop3_port, h.smtp_port, h.state, h.probe,
                   (SELECT STRING_AGG(x.address || ' ' || x.state, ',') FROM mail_host_address x WHERE x.host = h.name)
              FROM installation i
              LEFT JOIN domain d ON d.name = ?2
              LEFT JOIN account a ON a.address = ?1 AND a.domain_name = d.name
              LEFT JOIN mail_host h ON h.name = a.mail_host""";

    /** Creates an account whose state has no end, without a move. */
    public LoginAccount(String address, Secret secret, AccountStatus status, Permissions permissions, LoginHost host) {
        this(address, secret, status, Optional.empty(), permissions, host, Optional.empty());
    }

    /** The effective status at a time: active if its end is past. */
    public AccountStatus statusAt(Instant now) {
        return status.at(now, statusUntil);
    }

    /**
     * The account in a row of {@link #SQL}; empty for none.
     *
     * @throws RuntimeException if a value is unknown, or the mail host is missing. The schema prevents this, but views
     *     and rows of a newer version may not
     */
    static Optional<LoginAccount> ofRow(@Nullable Object[] row) {
        return row[ADDRESS] == null ? Optional.empty() : Optional.of(read(row));
    }

    private static LoginAccount read(@Nullable Object[] row) {
        Columns columns = new Columns(row).skip(ADDRESS);
        return new LoginAccount(
                columns.text(),
                Secret.of(columns.text()),
                AccountStatus.ofWord(columns.text()),
                Optional.ofNullable((Number) columns.next()).map(seconds -> Instant.ofEpochSecond(seconds.longValue())),
                new Permissions(
                        columns.flag(),
                        columns.flag(),
                        columns.flag(),
                        columns.flag(),
                        columns.flag(),
                        columns.flag(),
                        columns.flag(),
                        columns.text(),
                        columns.text()),
                host(columns.skip(1)),
                Optional.ofNullable((String) row[MOVING_TO]));
    }

    private static final int ADDRESS = 1;
    private static final int MOVING_TO = 14;

    private static LoginHost host(Columns columns) {
        if (columns.isNext(null)) {
            throw new IllegalStateException("the mail host is missing");
        }
        String name = columns.text();
        String address = columns.text();
        Optional<String> smtpAddress = Optional.ofNullable((String) columns.next());
        int imapPort = columns.number();
        int pop3Port = columns.number();
        int smtpPort = columns.number();
        MailHostState state = MailHostState.ofWord(columns.text());
        boolean probe = columns.flag();
        return new LoginHost(
                name,
                LoginHost.addresses(address, (String) columns.next()),
                smtpAddress,
                imapPort,
                pop3Port,
                smtpPort,
                state,
                probe);
    }

    /** Reads a row from left to right. */
    private static final class Columns {
        private final @Nullable Object[] row;
        private int next;

        Columns(@Nullable Object[] row) {
            this.row = row;
        }

        boolean isNext(@Nullable Object value) {
            return Objects.equals(row[next], value);
        }

        @Nullable
        Object next() {
            return row[next++];
        }

        Columns skip(int columns) {
            next += columns;
            return this;
        }

        String text() {
            return String.valueOf(next());
        }

        boolean flag() {
            return Boolean.TRUE.equals(next());
        }

        int number() {
            return next() instanceof Number number ? number.intValue() : 0;
        }
    }
}
