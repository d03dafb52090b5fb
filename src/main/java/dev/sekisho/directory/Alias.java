// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An address, or a whole domain {@code @example.org}, whose mail goes to other addresses. Source: virtual(5). */
@Entity
@EntityListeners(ChangedRows.Listener.class)
@Table(name = "alias")
@NamedQuery(name = "Alias.page", query = "SELECT e FROM Alias e WHERE e.address > :after ORDER BY e.address")
public class Alias {
    @Id
    @NotNull
    @Size(max = 320)
    @Column(name = "address")
    private String address;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "alias_target", joinColumns = @JoinColumn(name = "alias_address"))
    @Column(name = "target", nullable = false)
    @Size(min = 1, message = "must have at least one address")
    private Set<String> targets = new HashSet<>();

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    protected Alias() {}

    /** Creates an alias without targets. */
    public Alias(Address address) {
        this.address = address.toString();
    }

    public String address() {
        return address;
    }

    /** The targets, sorted as text; a target that is a whole domain keeps the local part. */
    public List<String> targets() {
        return targets.stream().sorted().toList();
    }

    public void setTargets(Collection<Address> addresses) {
        targets.clear();
        addresses.forEach(address -> targets.add(address.toString()));
    }
}
