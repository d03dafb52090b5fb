// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.HostAddress;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.limit.SendLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the rows to which accounts refer: installation, domains, mail hosts, and by {@link SendRulesReader} others. */
final class RuleRows {
    private static final String HOSTS = """
            SELECT h.name, h.address, h.state, h.quota_port, h.smtp_address, h.imap_port, h.pop3_port, h.smtp_port,
                   h.probe,
                   (SELECT STRING_AGG(x.address || ' ' || x.state, ',' ORDER BY x.address) FROM mail_host_address x
                     WHERE x.host = h.name),
                   h.quota_addresses, h.doveadm_url
              FROM mail_host h
             ORDER BY h.name""";

    private static final String DOMAINS =
            "SELECT name, send_limits, language, mx_hosts, unknown_recipient, pool_limits FROM domain";

    private final Pass pass;
    private final RowTexts texts;
    private final SnapshotBuilder builder;

    RuleRows(Pass pass) {
        this.pass = pass;
        this.texts = pass.texts();
        this.builder = pass.builder();
    }

    /** Reads all rows except domains. */
    void read() throws SQLException {
        Rows.each(pass.connection(), "SELECT send_limits, language FROM installation", row -> {
            texts.row("the installation");
            SendLimits installation = texts.limits("the installation", row.getString(1));
            builder.installation(installation == null ? SendLimits.UNLIMITED : installation);
            builder.language(texts.word("the installation", row.getString(2), Language::ofWord, Language.EN));
        });
        readHosts();
        new SendRulesReader(pass).read();
    }

    void readDomains() throws SQLException {
        eachDomain(builder::domain);
    }

    /** Reads all domains, and passes them on. */
    void eachDomain(BiConsumer<String, DomainRules> receiver) throws SQLException {
        Rows.each(pass.connection(), DOMAINS, row -> receiver.accept(row.getString(1), domain(row)));
    }

    void readDomains(Collection<String> names) throws SQLException {
        Set<String> absent = new HashSet<>(names);
        Rows.each(pass.connection(), DOMAINS + " WHERE name = ANY (?)", names, row -> {
            builder.domain(row.getString(1), domain(row));
            absent.remove(row.getString(1));
        });
        absent.forEach(builder::removeDomain);
    }

    /** The rules of a row of {@link #DOMAINS}. */
    private DomainRules domain(ResultSet row) throws SQLException {
        String name = row.getString(1);
        texts.row("domain " + name);
        SendLimits pool = texts.limits("the pool of " + name, row.getString(6));
        String language = row.getString(3);
        return new DomainRules(
                texts.limits(name, row.getString(2)),
                pool == null ? SendLimits.UNLIMITED : pool,
                new MailboxRoute.UnknownRecipient(reply(name, row.getString(5))),
                language == null ? null : texts.word(name, language, Language::ofWord, Language.EN),
                row.getString(4));
    }

    private @Nullable UnknownRecipientReply reply(String domain, @Nullable String word) {
        Optional<UnknownRecipientReply> none = Optional.empty();
        return word == null
                ? null
                : texts.word(domain, word, text -> Optional.of(UnknownRecipientReply.ofWord(text)), none)
                        .orElse(null);
    }

    private void readHosts() throws SQLException {
        List<String> addresses = new ArrayList<>();
        List<LoginHost> hosts = new ArrayList<>();
        Rows.each(pass.connection(), HOSTS, row -> {
            String name = row.getString(1);
            texts.row("mail_host " + name);
            LoginHost host = loginHost(row);
            hosts.add(host);
            host.addresses().forEach(each -> addresses.add(each.address()));
            host.smtpAddress().ifPresent(addresses::add);
            int port = row.getInt(4);
            if (!row.wasNull()) {
                List<String> own = MailHost.addressList(row.getString(11));
                addresses.addAll(own);
                String doveadm = row.getString(12);
                builder.quotaHost(new QuotaHost(
                        name,
                        own.isEmpty() ? List.of(row.getString(2)) : own,
                        port,
                        texts.word(name, row.getString(3), MailHostState::ofWord, MailHostState.UP),
                        doveadm == null ? "" : doveadm));
            }
        });
        builder.hosts(hosts, addresses);
    }

    private LoginHost loginHost(ResultSet row) throws SQLException {
        String name = row.getString(1);
        String address = row.getString(2);
        String others = row.getString(10);
        List<HostAddress> own = LoginHost.addresses(address, null);
        return new LoginHost(
                name,
                others == null ? own : texts.word(name, others, each -> LoginHost.addresses(address, each), own),
                Optional.ofNullable(row.getString(5)),
                row.getInt(6),
                row.getInt(7),
                row.getInt(8),
                texts.word(name, row.getString(3), MailHostState::ofWord, MailHostState.UP),
                row.getBoolean(9));
    }
}
