// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import dev.sekisho.exemption.Exemption;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/**
 * An account, an address or a network that no rule of brute-force protection applies to.
 *
 * <p>An entity: confined to its persistence context.
 */
@Entity
@Table(name = "bruteforce_exemption")
@NamedQuery(
        name = "BruteForceExemption.page",
        query = "SELECT e FROM BruteForceExemption e WHERE e.name > :after ORDER BY e.name")
@NamedQuery(name = "BruteForceExemption.all", query = "SELECT e FROM BruteForceExemption e ORDER BY e.name")
public class BruteForceExemption extends Exemption {
    protected BruteForceExemption() {}

    /** @param name the operator's word for it */
    public BruteForceExemption(String name) {
        super(name);
    }
}
