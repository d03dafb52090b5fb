// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

/**
 * The row of a counter.
 *
 * <p>The account need not be in the directory: a login that Postfix authenticated elsewhere has limits too.
 * {@link CounterStore} reads rows by JPQL and writes them in batches, so the entity has no methods.
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

    /** Grows with each change; an older state is never written over it. */
    @Column(name = "revision", nullable = false)
    private long revision;

    protected SendCounter() {}
}
