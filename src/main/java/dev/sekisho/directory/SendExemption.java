// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.exemption.Exemption;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/**
 * An account, a domain or a client network that no send limit applies to.
 *
 * <p>An entity: confined to its persistence context.
 */
@Entity
@EntityListeners(ChangedRows.Listener.class)
@Table(name = "send_exemption")
@NamedQuery(name = "SendExemption.page", query = "SELECT e FROM SendExemption e WHERE e.name > :after ORDER BY e.name")
public class SendExemption extends Exemption {
    protected SendExemption() {}

    /** @param name the operator's word for it */
    public SendExemption(String name) {
        super(name);
    }

    /**
     * A subject in its canonical form: an account, {@code @} and a domain, or a network.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static String subject(String text) {
        return text.contains("@") ? ScopeKind.SENDER.subject(text) : ScopeKind.NETWORK.subject(text);
    }
}
