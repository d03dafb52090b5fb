// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.exemption;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An exemption by its name: its subject, the reason, the end, who created it and when.
 *
 * <p>An entity: confined to its persistence context.
 */
@MappedSuperclass
public abstract class Exemption {
    /** Size of the column, in characters. */
    public static final int NAME_CHARACTERS = 100;

    /** Size of the column, in characters. */
    public static final int REASON_CHARACTERS = 500;

    @Id
    @Column(name = "name")
    private String name;

    @Column(name = "subject", nullable = false)
    private String subject = "";

    @Column(name = "reason", nullable = false)
    private String reason = "";

    @Column(name = "created_by", nullable = false)
    private String createdBy = "";

    @Column(name = "created_at", nullable = false)
    private OffsetDateTime createdAt = OffsetDateTime.MIN;

    @Column(name = "expires_at")
    private @Nullable OffsetDateTime expiresAt;

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected Exemption() {}

    /** @param name the operator's word for it */
    protected Exemption(String name) {
        this.name = name;
    }

    /**
     * Sets all but the name.
     *
     * @param subject in its canonical form
     * @param expiresAt empty: it has no end
     */
    public void set(String subject, String reason, Optional<Instant> expiresAt, String createdBy, Instant createdAt) {
        this.subject = subject;
        this.reason = reason;
        this.expiresAt = expiresAt.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
        this.createdBy = createdBy;
        this.createdAt = createdAt.atOffset(ZoneOffset.UTC);
    }

    public String name() {
        return name;
    }

    /** What is exempt, in its canonical form. */
    public String subject() {
        return subject;
    }

    public String reason() {
        return reason;
    }

    /** The user who created it, or who replaced it last. */
    public String createdBy() {
        return createdBy;
    }

    /** When it was created, or replaced last. */
    public Instant createdAt() {
        return createdAt.toInstant();
    }

    /** Empty: it has no end. */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt).map(OffsetDateTime::toInstant);
    }
}
