// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import java.util.Objects;

/** The last login of an account by a method that needs the clear-text password. */
@Entity
@Table(name = "credential_use")
@IdClass(CredentialUse.Key.class)
@NamedQuery(
        name = "CredentialUse.page",
        query = "SELECT e FROM CredentialUse e WHERE CONCAT(e.account, ' ', e.method) > :after ORDER BY e.account,"
                + " e.method")
public class CredentialUse {
    /** Account and method. */
    public static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        private String account = "";
        private String method = "";

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && account.equals(key.account) && method.equals(key.method);
        }

        @Override
        public int hashCode() {
            return Objects.hash(account, method);
        }
    }

    @Id
    @Column(name = "account")
    private String account = "";

    @Id
    @Column(name = "method")
    private String method = "";

    @Column(name = "last_used_at", nullable = false)
    private OffsetDateTime lastUsedAt = OffsetDateTime.MIN;

    protected CredentialUse() {}

    public String account() {
        return account;
    }

    /** nginx's {@code Auth-Method}: {@code cram-md5} or {@code apop}. */
    public String method() {
        return method;
    }

    public OffsetDateTime lastUsedAt() {
        return lastUsedAt;
    }
}
