// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.limit.SendLimits;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A named set of send limits that accounts share. */
@Entity
@EntityListeners(ChangedRows.Listener.class)
@Table(name = "plan")
@NamedQuery(name = "Plan.page", query = "SELECT e FROM Plan e WHERE e.name > :after ORDER BY e.name")
public class Plan {
    @Id
    @NotNull
    @Size(min = 1, max = 100)
    @Column(name = "name")
    private String name;

    @Size(max = SendLimitsConverter.MAX_CHARACTERS)
    @Column(name = "send_limits")
    private @Nullable String sendLimits;

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected Plan() {}

    /** Creates a plan without limits. */
    public Plan(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The limits of its accounts; empty: each account inherits those of its domain. */
    public Optional<SendLimits> sendLimits() {
        return SendLimitsConverter.read(sendLimits);
    }

    public void setSendLimits(Optional<SendLimits> limits) {
        sendLimits = SendLimitsConverter.write(limits);
    }
}
