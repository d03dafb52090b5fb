// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

/**
 * One account's counters as the database keeps them.
 *
 * <p>The account need not be in the directory: a login that Postfix authenticated elsewhere is limited too.
 *
 * <p>Rows are read by JPQL and written in batches by {@link CounterStore}, so nobody needs more of it than its shape.
 *
 * <p>Not safe for use by several threads, as any entity.
 */
@Entity
@Table(name = "send_counter")
public class SendCounter {
    @Id
    @Column(name = "account", length = 340)
    private String account = "";

    @Column(name = "windows", length = 200_000, nullable = false)
    private String windows = "";

    @Column(name = "counted_at", nullable = false)
    private OffsetDateTime countedAt = OffsetDateTime.MIN;

    /** Grows with each change; nothing older is written over it. */
    @Column(name = "revision", nullable = false)
    private long revision;

    protected SendCounter() {}
}
