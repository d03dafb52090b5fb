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

/**
 * Send limits of a client network, an envelope sender or a {@code policy_context}, which all mail of the scope shares.
 * A network also has policies for mail without a login and for mail from the null sender.
 */
@Entity
@EntityListeners(ChangedRows.Listener.class)
@Table(name = "send_scope")
@NamedQuery(name = "SendScope.page", query = "SELECT e FROM SendScope e WHERE e.name > :after ORDER BY e.name")
public class SendScope {
    @Id
    @NotNull
    @Size(min = 1, max = 100)
    @Column(name = "name")
    private String name;

    @Column(name = "kind", nullable = false)
    private String kind = ScopeKind.NETWORK.word();

    @NotNull
    @Size(min = 1, max = 320)
    @Column(name = "subject", nullable = false)
    private String subject = "";

    @NotNull
    @Size(max = SendLimitsConverter.MAX_CHARACTERS)
    @Column(name = "send_limits", nullable = false)
    private String sendLimits = SendLimits.UNLIMITED.toString();

    @Column(name = "no_login", nullable = false)
    private String noLogin = UnauthenticatedPolicy.COUNT.word();

    @Column(name = "null_sender", nullable = false)
    private String nullSender = UnauthenticatedPolicy.COUNT.word();

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected SendScope() {}

    /**
     * Creates a scope without limits.
     *
     * @param name name that the operator chooses
     */
    public SendScope(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public ScopeKind kind() {
        return ScopeKind.ofWord(kind);
    }

    /** A network, an address, {@code @} and a domain, or a text, depending on {@link #kind}. */
    public String subject() {
        return subject;
    }

    /**
     * Sets kind and subject.
     *
     * @param subject as {@link ScopeKind#subject} returns it
     */
    public void setSubject(ScopeKind kind, String subject) {
        this.kind = kind.word();
        this.subject = subject;
    }

    /** The limits; unlimited if the text in the row is invalid. */
    public SendLimits sendLimits() {
        return SendLimitsConverter.read(sendLimits).orElse(SendLimits.UNLIMITED);
    }

    public void setSendLimits(SendLimits limits) {
        sendLimits = limits.toString();
    }

    /** The policy for mail without a login from this network. */
    public UnauthenticatedPolicy noLogin() {
        return UnauthenticatedPolicy.ofWord(noLogin);
    }

    public void setNoLogin(UnauthenticatedPolicy policy) {
        noLogin = policy.word();
    }

    /** The policy for mail from the null sender from this network, with or without a login. */
    public UnauthenticatedPolicy nullSender() {
        return UnauthenticatedPolicy.ofWord(nullSender);
    }

    public void setNullSender(UnauthenticatedPolicy policy) {
        nullSender = policy.word();
    }
}
