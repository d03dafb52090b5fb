// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
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

/**
 * A user of the server's registry and the domains that the user manages. A user with only the role
 * {@code sekisho-domain-support} sees nothing else.
 */
@Entity
@Table(name = "staff")
@NamedQuery(name = "Staff.page", query = "SELECT e FROM Staff e WHERE e.name > :after ORDER BY e.name")
public class Staff {
    /** Maximum number of domains: each is a condition of each search. */
    public static final int MAX_DOMAINS = 100;

    @Id
    @NotNull
    @Size(min = 1, max = 255)
    @Column(name = "name")
    private String name;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "staff_domain", joinColumns = @JoinColumn(name = "staff_name"))
    @Column(name = "domain_name", nullable = false)
    @Size(max = MAX_DOMAINS, message = "must have at most " + MAX_DOMAINS + " domains")
    private Set<String> domains = new HashSet<>();

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected Staff() {}

    /** Creates a user without domains. */
    public Staff(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The names of the domains, sorted as text. */
    public List<String> domains() {
        return domains.stream().sorted().toList();
    }

    public void setDomains(Collection<String> names) {
        domains.retainAll(names);
        domains.addAll(names);
    }
}
