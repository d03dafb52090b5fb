// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;

/**
 * A record of the counter journal: states of counters that changed in one second, as {@link JournalCodec} writes them.
 *
 * <p>{@link CounterStore} reads records by JPQL and inserts them in batches, so the entity has no methods.
 */
@Entity
@Table(name = "counter_journal")
@IdClass(JournalRecord.Key.class)
public class JournalRecord {
    @Id
    @Column(name = "node", length = 36)
    private String node = "";

    @Id
    @Column(name = "record")
    private long record;

    @Column(name = "written_at", nullable = false)
    private OffsetDateTime writtenAt = OffsetDateTime.MIN;

    @Column(name = "states", nullable = false)
    private byte[] states = {};

    protected JournalRecord() {}

    /**
     * The key of a record.
     *
     * @param node the name of a node between two starts
     * @param record grows with each record of the node
     */
    public record Key(String node, long record) implements Serializable {}
}
