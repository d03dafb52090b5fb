// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An account or a network that no rule applies to, by whom and why.
 *
 * <p>An entity: confined to its persistence context.
 */
@Entity
@Table(name = "bruteforce_exemption")
@NamedQuery(name = "Exemption.page", query = "SELECT e FROM Exemption e WHERE e.name > :after ORDER BY e.name")
@NamedQuery(name = "Exemption.all", query = "SELECT e FROM Exemption e ORDER BY e.name")
public class Exemption {
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
    protected Exemption() {}

    /** @param name the operator's word for it */
    public Exemption(String name) {
        this.name = name;
    }

    /** Says what it is for, why, until when (null: for good), and who says so. */
    public void set(
            String subject, String reason, @Nullable OffsetDateTime expiresAt, String madeBy, OffsetDateTime madeAt) {
        this.subject = subject;
        this.reason = reason;
        this.expiresAt = expiresAt;
        this.madeBy = madeBy;
        this.madeAt = madeAt;
    }

    public String name() {
        return name;
    }

    /** An account, an address or a network. */
    public String subject() {
        return subject;
    }

    public String reason() {
        return reason;
    }

    public String madeBy() {
        return madeBy;
    }

    public OffsetDateTime madeAt() {
        return madeAt;
    }

    public @Nullable OffsetDateTime expiresAt() {
        return expiresAt;
    }
}
