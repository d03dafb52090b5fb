// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account, a domain or a client network that no send limit applies to, why, until when and by whom.
 *
 * <p>An entity: confined to its persistence context.
 */
@Entity
@EntityListeners(ChangedRows.Listener.class)
@Table(name = "send_exemption")
@NamedQuery(name = "SendExemption.page", query = "SELECT e FROM SendExemption e WHERE e.name > :after ORDER BY e.name")
public class SendExemption {
    @Id
    @Column(name = "name")
    private String name;

    @Column(name = "subject", nullable = false)
    private String subject = "";

    @Column(name = "reason", nullable = false)
    private String reason = "";

    @Column(name = "made_by", nullable = false)
    private String madeBy = "";

    @Column(name = "made_at", nullable = false)
    private OffsetDateTime madeAt = OffsetDateTime.MIN;

    @Column(name = "expires_at")
    private @Nullable OffsetDateTime expiresAt;

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected SendExemption() {}

    /**
     * An exemption of nothing yet.
     *
     * @param name the operator's word for it
     */
    public SendExemption(String name) {
        this.name = name;
    }

    /**
     * Says what it is for, as {@link #subject(String)} returns it, why, until when (empty: for good), and who says so.
     */
    public void set(String subject, String reason, Optional<Instant> expiresAt, String madeBy, Instant madeAt) {
        this.subject = subject;
        this.reason = reason;
        this.expiresAt = expiresAt.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
        this.madeBy = madeBy;
        this.madeAt = madeAt.atOffset(ZoneOffset.UTC);
    }

    /**
     * A subject in its canonical form: an account, {@code @} and a domain, or a network.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static String subject(String text) {
        return text.contains("@") ? ScopeKind.SENDER.subject(text) : ScopeKind.NETWORK.subject(text);
    }

    public String name() {
        return name;
    }

    public String subject() {
        return subject;
    }

    public String reason() {
        return reason;
    }

    public String madeBy() {
        return madeBy;
    }

    public Instant madeAt() {
        return madeAt.toInstant();
    }

    /** Empty: for good. */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt).map(OffsetDateTime::toInstant);
    }
}
