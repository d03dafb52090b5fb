// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.QueryHint;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account: who may log in, with what, and to which mail host.
 *
 * <p>Domain and mail host are kept by their names, which are their keys: nobody needs the rows themselves along. The stored
 * password can be set and not read; only {@link LoginAccount} carries it.
 *
 * <p>An entity: confined to its persistence context.
 */
@Entity
@Table(name = "account")
@NamedQuery(name = "Account.page", query = "SELECT e FROM Account e WHERE e.address > :after ORDER BY e.address")
@NamedQuery(name = "Account.inDomain", query = "SELECT COUNT(e) FROM Account e WHERE e.domainName = :name")
@NamedQuery(name = "Account.onMailHost", query = "SELECT COUNT(e) FROM Account e WHERE e.mailHost = :name")
@NamedQuery(
        name = "Account.login",
        query = "SELECT NEW dev.sekisho.account.LoginAccount(a.address, a.secret, a.status, a.permitPlain,"
                + " a.permitCramMd5, a.permitApop, a.permitImap, a.permitPop3, a.permitSmtp, h.name, h.address,"
                + " h.imapPort, h.pop3Port, h.smtpPort, h.state)"
                + " FROM Account a, MailHost h WHERE a.address = :address AND h.name = a.mailHost",
        hints = @QueryHint(name = "eclipselink.read-only", value = "true"))
public class Account {
    @Id
    @NotNull
    @Size(max = 320)
    @Column(name = "address")
    private String address;

    @NotNull
    @Size(max = 255)
    @Column(name = "domain_name", nullable = false)
    private String domainName;

    @NotNull
    @Size(min = 1, max = 1024)
    @Column(name = "secret", nullable = false)
    private String secret;

    @Size(max = 2048)
    @Column(name = "challenge_secret")
    private @Nullable String challengeSecret;

    @NotNull
    @Size(max = 255)
    @Column(name = "mail_host", nullable = false)
    private String mailHost;

    @Column(name = "permit_plain", nullable = false)
    private boolean permitPlain = true;

    @Column(name = "permit_cram_md5", nullable = false)
    private boolean permitCramMd5 = true;

    @Column(name = "permit_apop", nullable = false)
    private boolean permitApop = true;

    @Column(name = "permit_imap", nullable = false)
    private boolean permitImap = true;

    @Column(name = "permit_pop3", nullable = false)
    private boolean permitPop3 = true;

    @Column(name = "permit_smtp", nullable = false)
    private boolean permitSmtp = true;

    @NotNull
    @Convert(converter = AccountStatusConverter.class)
    @Column(name = "status", nullable = false)
    private AccountStatus status = AccountStatus.ACTIVE;

    @Column(name = "permit_sending", nullable = false)
    private boolean permitSending = true;

    @Size(max = LimitsText.MAX_CHARACTERS)
    @Column(name = "send_limits")
    private @Nullable String sendLimits;

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    protected Account() {}

    /** An active account that may do everything and inherits its limits. */
    public Account(Address address, String secret, String mailHost) {
        this.address = address.toString();
        this.domainName = address.domain();
        this.secret = secret;
        this.mailHost = mailHost;
    }

    public String address() {
        return address;
    }

    /** Name of the domain, which is that of the address. */
    public String domainName() {
        return domainName;
    }

    /** Takes a stored password with Dovecot's {@code {SCHEME}} prefix; a sealed one that belonged to the old is dropped. */
    public void setSecret(String secret) {
        this.secret = secret;
        this.challengeSecret = null;
    }

    /** Takes the same password as {@link #setSecret}, sealed. */
    public void setChallengeSecret(String sealed) {
        this.challengeSecret = sealed;
    }

    /** Name of the mail host that has the mailbox. */
    public String mailHost() {
        return mailHost;
    }

    public void setMailHost(String mailHost) {
        this.mailHost = mailHost;
    }

    public Permissions permissions() {
        return new Permissions(permitPlain, permitCramMd5, permitApop, permitImap, permitPop3, permitSmtp);
    }

    public void setPermissions(Permissions permissions) {
        permitPlain = permissions.plain();
        permitCramMd5 = permissions.cramMd5();
        permitApop = permissions.apop();
        permitImap = permissions.imap();
        permitPop3 = permissions.pop3();
        permitSmtp = permissions.smtp();
    }

    public AccountStatus status() {
        return status;
    }

    public void setStatus(AccountStatus status) {
        this.status = status;
    }

    /** Whether an active account may send; one that may not keeps its reading. */
    public boolean isPermittedToSend() {
        return permitSending;
    }

    public void setPermittedToSend(boolean permitted) {
        permitSending = permitted;
    }

    /** The account's own limits; empty: the domain's. */
    public Optional<SendLimits> sendLimits() {
        return LimitsText.read(sendLimits);
    }

    public void setSendLimits(Optional<SendLimits> limits) {
        sendLimits = LimitsText.write(limits);
    }
}
