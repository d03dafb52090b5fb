// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.limit.SendLimits;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account: address, stored password, permissions, limits, state and mail host.
 *
 * <p>Domain and mail host are referenced by name, their key, so that an account loads without their rows. The stored
 * password can be set but not read; only {@link LoginAccount} returns it.
 */
@Entity
@EntityListeners(ChangedRows.Listener.class)
@Table(name = "account")
@NamedQuery(name = "Account.page", query = "SELECT e FROM Account e WHERE e.address > :after ORDER BY e.address")
@NamedQuery(name = "Account.inDomain", query = "SELECT COUNT(e) FROM Account e WHERE e.domainName = :name")
@NamedQuery(
        name = "Account.onMailHost",
        query = "SELECT COUNT(e) FROM Account e WHERE e.mailHost = :name OR e.movingTo = :name")
@NamedQuery(name = "Account.onPlan", query = "SELECT COUNT(e) FROM Account e WHERE e.plan = :name")
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

    @Valid
    @Embedded
    private @Nullable PermissionOverrides permissions = new PermissionOverrides();

    @NotNull
    @Convert(converter = AccountStatusConverter.class)
    @Column(name = "status", nullable = false)
    private AccountStatus status = AccountStatus.ACTIVE;

    @NotNull
    @Column(name = "status_since", nullable = false)
    private OffsetDateTime statusSince = OffsetDateTime.now(ZoneOffset.UTC);

    @Column(name = "status_until")
    private @Nullable OffsetDateTime statusUntil;

    @Size(max = 500)
    @Column(name = "status_reason")
    private @Nullable String statusReason;

    @Size(max = 320)
    @Column(name = "status_by")
    private @Nullable String statusBy;

    @Column(name = "moving_to")
    private @Nullable String movingTo;

    @Column(name = "moving_since")
    private @Nullable OffsetDateTime movingSince;

    @Column(name = "permit_sending", nullable = false)
    private boolean permitSending = true;

    @Size(max = SendLimitsConverter.MAX_CHARACTERS)
    @Column(name = "send_limits")
    private @Nullable String sendLimits;

    @Size(max = 100)
    @Column(name = "plan")
    private @Nullable String plan;

    @Size(max = SendLimitsConverter.MAX_CHARACTERS)
    @Column(name = "temporary_limits")
    private @Nullable String temporaryLimits;

    @Column(name = "temporary_until")
    private @Nullable OffsetDateTime temporaryUntil;

    @Size(max = 500)
    @Column(name = "temporary_reason")
    private @Nullable String temporaryReason;

    @Size(max = 320)
    @Column(name = "temporary_by")
    private @Nullable String temporaryBy;

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    protected Account() {}

    /** An active account that inherits its permissions and limits. */
    public Account(Address address, String secret, String mailHost) {
        this.address = address.toString();
        this.domainName = address.domain();
        this.secret = secret;
        this.mailHost = mailHost;
    }

    /** Increases with each change by the API; plain SQL does not change it. */
    public long changes() {
        return version;
    }

    public String address() {
        return address;
    }

    /** Name of the domain, which is the domain of the address. */
    public String domainName() {
        return domainName;
    }

    /**
     * Sets the stored password, with Dovecot's {@code {SCHEME}} prefix, and removes the encrypted secret of the old
     * one.
     */
    public void setSecret(String secret) {
        this.secret = secret;
        this.challengeSecret = null;
    }

    /** Whether the stored password has exactly this text. */
    public boolean hasSecret(String stored) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), stored.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets the encrypted form of the password of {@link #setSecret}. */
    public void setChallengeSecret(String encrypted) {
        this.challengeSecret = encrypted;
    }

    /** Name of the mail host of the mailbox. */
    public String mailHost() {
        return mailHost;
    }

    public void setMailHost(String mailHost) {
        this.mailHost = mailHost;
    }

    /** The account's own permissions; null values are inherited from the domain. */
    public PermissionOverrides permissions() {
        // EclipseLink reads an embeddable with only NULL columns as null.
        return permissions == null ? new PermissionOverrides() : permissions;
    }

    public void setPermissions(PermissionOverrides permissions) {
        this.permissions = permissions;
    }

    public AccountState state() {
        return new AccountState(
                status,
                statusSince.toInstant(),
                Optional.ofNullable(statusUntil).map(OffsetDateTime::toInstant),
                Optional.ofNullable(statusReason),
                Optional.ofNullable(statusBy));
    }

    public void setState(AccountState state) {
        status = state.status();
        statusSince = state.since().atOffset(ZoneOffset.UTC);
        statusUntil = state.until().map(until -> until.atOffset(ZoneOffset.UTC)).orElse(null);
        statusReason = state.reason().orElse(null);
        statusBy = state.by().orElse(null);
    }

    /** Name of the mail host to which the mailbox is being moved; empty for none. */
    public Optional<String> movingTo() {
        return Optional.ofNullable(movingTo);
    }

    /** Start of the move. */
    public Optional<Instant> movingSince() {
        return Optional.ofNullable(movingSince).map(OffsetDateTime::toInstant);
    }

    /** Starts a move: from now on logins get a temporary failure. */
    public void moveTo(String host, Instant now) {
        movingTo = host;
        movingSince = now.atOffset(ZoneOffset.UTC);
    }

    /**
     * Ends a move.
     *
     * @param moved whether the mailbox is on the new host; otherwise it stays on the old one
     */
    public void endMove(boolean moved) {
        if (moved && movingTo != null) {
            mailHost = movingTo;
        }
        movingTo = null;
        movingSince = null;
    }

    /** Whether an active account may send; if not, it may still read mail. */
    public boolean isPermittedToSend() {
        return permitSending;
    }

    public void setPermittedToSend(boolean permitted) {
        permitSending = permitted;
    }

    /** The account's own limits; empty: inherited. */
    public Optional<SendLimits> sendLimits() {
        return SendLimitsConverter.read(sendLimits);
    }

    public void setSendLimits(Optional<SendLimits> limits) {
        sendLimits = SendLimitsConverter.write(limits);
    }

    /** Name of the plan, whose limits apply without own limits; empty for none. */
    public Optional<String> plan() {
        return Optional.ofNullable(plan);
    }

    public void setPlan(Optional<String> name) {
        plan = name.orElse(null);
    }

    /** The temporary limit, which may have expired. */
    public Optional<TemporaryLimit> temporaryLimit() {
        Optional<SendLimits> limits = SendLimitsConverter.read(temporaryLimits);
        return limits.isEmpty() || temporaryUntil == null
                ? Optional.empty()
                : Optional.of(new TemporaryLimit(
                        limits.get(),
                        temporaryUntil.toInstant(),
                        temporaryReason == null ? "" : temporaryReason,
                        temporaryBy == null ? "" : temporaryBy));
    }

    public void setTemporaryLimit(Optional<TemporaryLimit> limit) {
        temporaryLimits = limit.map(each -> each.limits().toString()).orElse(null);
        temporaryUntil =
                limit.map(each -> each.until().atOffset(ZoneOffset.UTC)).orElse(null);
        temporaryReason = limit.map(TemporaryLimit::reason).orElse(null);
        temporaryBy = limit.map(TemporaryLimit::by).orElse(null);
    }
}
