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
 * One change. {@link #before} is empty for a creation, {@link #after} for a deletion.
 *
 * <p>An entity without setters; it never changes.
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

    AuditEntry(Instant at, Origin origin, Change change) {
        this.at = at.atOffset(ZoneOffset.UTC);
        this.by = origin.user();
        this.client = origin.client().orElse(null);
        this.reason = origin.reason().orElse(null);
        this.kind = change.kind();
        this.entry = change.entry();
        this.before = change.before().orElse(null);
        this.after = change.after().orElse(null);
        this.secrets = change.secrets().orElse(null);
    }

    /** Unique number; not in order of time across nodes. */
    public long id() {
        return id;
    }

    public Instant at() {
        return at.toInstant();
    }

    /** Name of the user. */
    public String by() {
        return by;
    }

    /** Address of the client. */
    public Optional<String> client() {
        return Optional.ofNullable(client);
    }

    /** Kind of the changed entry: {@code account}, {@code domain} and so on. */
    public String kind() {
        return kind;
    }

    /** Key of the changed entry. */
    public String entry() {
        return entry;
    }

    /** JSON of the API before the change; empty if the entry did not exist. */
    public Optional<String> before() {
        return Optional.ofNullable(before);
    }

    /** JSON of the API after the change; empty if the entry was deleted. */
    public Optional<String> after() {
        return Optional.ofNullable(after);
    }

    /** Names of changed secrets, separated by blanks; never their values. */
    public Optional<String> secrets() {
        return Optional.ofNullable(secrets);
    }

    /** The reason that the user gave. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** The user who requested a change, the client address, and the reason. */
    @Immutable
    public record Origin(String user, Optional<String> client, Optional<String> reason) {}

    /** The changed entry and its values. */
    @Immutable
    public record Change(
            String kind, String entry, Optional<String> before, Optional<String> after, Optional<String> secrets) {}
}
