// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.audit;

import com.google.errorprone.annotations.Immutable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One change, as it was made. {@link #before} is absent when something was made, {@link #after} when it was deleted.
 *
 * <p>An entity that is written once: confined to its persistence context until then, immutable afterwards.
 */
@Entity
@Table(name = "audit_entry")
public class AuditEntry {
    @Id
    @SequenceGenerator(name = "audit_entry", sequenceName = "audit_entry_seq", allocationSize = 50)
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_entry")
    @Column(name = "id")
    private long id;

    @Column(name = "changed_at", nullable = false)
    private OffsetDateTime at;

    @Column(name = "changed_by", nullable = false)
    private String by;

    @Column(name = "client")
    private @Nullable String client;

    @Column(name = "kind", nullable = false)
    private String kind;

    @Column(name = "entry", nullable = false)
    private String entry;

    @Column(name = "before_json")
    private @Nullable String before;

    @Column(name = "after_json")
    private @Nullable String after;

    @Column(name = "secrets")
    private @Nullable String secrets;

    @Column(name = "reason")
    private @Nullable String reason;

    protected AuditEntry() {}

    AuditEntry(Instant at, Who who, What what) {
        this.at = at.atOffset(ZoneOffset.UTC);
        this.by = who.user();
        this.client = who.client().orElse(null);
        this.reason = who.reason().orElse(null);
        this.kind = what.kind();
        this.entry = what.entry();
        this.before = what.before().orElse(null);
        this.after = what.after().orElse(null);
        this.secrets = what.secrets().orElse(null);
    }

    /** Unique number; those of several nodes are not in order. */
    public long id() {
        return id;
    }

    public Instant at() {
        return at.toInstant();
    }

    /** The user. */
    public String by() {
        return by;
    }

    /** The address that the request came from. */
    public Optional<String> client() {
        return Optional.ofNullable(client);
    }

    /** What kind of entry was changed: {@code account}, {@code domain} and so on. */
    public String kind() {
        return kind;
    }

    /** The key of what was changed. */
    public String entry() {
        return entry;
    }

    /** JSON as the API showed it before; empty if it was not there. */
    public Optional<String> before() {
        return Optional.ofNullable(before);
    }

    /** JSON as the API showed it after; empty if it is there no more. */
    public Optional<String> after() {
        return Optional.ofNullable(after);
    }

    /** Names of secrets that were changed, with blanks between; their values are nowhere. */
    public Optional<String> secrets() {
        return Optional.ofNullable(secrets);
    }

    /** Why, in the words of the one who did it. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Who asked for a change. */
    @Immutable
    public record Who(String user, Optional<String> client, Optional<String> reason) {}

    /** What was changed. */
    @Immutable
    public record What(
            String kind, String entry, Optional<String> before, Optional<String> after, Optional<String> secrets) {}
}
