// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.net.NetworkList;
import dev.sekisho.password.Secret;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An additional password of an account for one program, with a name, permitted protocols and networks, and optionally
 * an end. A revoked one is kept as a record.
 */
@Entity
@Table(name = "app_password")
@NamedQuery(
        name = "AppPassword.ofAccount",
        query = "SELECT e FROM AppPassword e WHERE e.account = :account ORDER BY e.createdAt, e.id")
public class AppPassword {
    @Id
    @Column(name = "id")
    private String id;

    @Column(name = "account", nullable = false)
    private String account;

    @NotNull
    @Size(min = 1, max = 100)
    @Column(name = "name", nullable = false)
    private String name;

    @Column(name = "secret", nullable = false)
    private String secret;

    @Column(name = "permit_imap", nullable = false)
    private boolean permitImap = true;

    @Column(name = "permit_pop3", nullable = false)
    private boolean permitPop3 = true;

    @Column(name = "permit_smtp", nullable = false)
    private boolean permitSmtp = true;

    @NotNull
    @Size(min = 1, max = 1000)
    @Column(name = "networks", nullable = false)
    private String networks = "any";

    @Column(name = "created_at", nullable = false)
    private OffsetDateTime createdAt;

    @Column(name = "expires_at")
    private @Nullable OffsetDateTime expiresAt;

    @Column(name = "revoked_at")
    private @Nullable OffsetDateTime revokedAt;

    @Column(name = "last_used_at")
    private @Nullable OffsetDateTime lastUsedAt;

    protected AppPassword() {}

    /** Creates an app password for all protocols and networks, without an end. */
    public AppPassword(String id, Address account, String name, String secret, OffsetDateTime createdAt) {
        this.id = id;
        this.account = account.toString();
        this.name = name;
        this.secret = secret;
        this.createdAt = createdAt;
    }

    public String id() {
        return id;
    }

    public String account() {
        return account;
    }

    public String name() {
        return name;
    }

    /** The stored hash, with Dovecot's {@code {SCHEME}} prefix. */
    public Secret secret() {
        return Secret.of(secret);
    }

    public boolean isImapPermitted() {
        return permitImap;
    }

    public boolean isPop3Permitted() {
        return permitPop3;
    }

    public boolean isSmtpPermitted() {
        return permitSmtp;
    }

    public void permit(boolean imap, boolean pop3, boolean smtp) {
        permitImap = imap;
        permitPop3 = pop3;
        permitSmtp = smtp;
    }

    /** Text of a {@link NetworkList}; plain SQL may have made it invalid. */
    public String networks() {
        return networks;
    }

    public void setNetworks(NetworkList networks) {
        this.networks = networks.toString();
    }

    public OffsetDateTime createdAt() {
        return createdAt;
    }

    public Optional<OffsetDateTime> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    public void setExpiresAt(@Nullable OffsetDateTime expiresAt) {
        this.expiresAt = expiresAt;
    }

    public Optional<OffsetDateTime> revokedAt() {
        return Optional.ofNullable(revokedAt);
    }

    /** Revokes it now; a revoked one keeps its time. */
    public void revoke(OffsetDateTime now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }

    public Optional<OffsetDateTime> lastUsedAt() {
        return Optional.ofNullable(lastUsedAt);
    }
}
