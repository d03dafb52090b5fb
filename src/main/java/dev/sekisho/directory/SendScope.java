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
 * Send limits of a client network, an envelope sender or a {@code policy_context}: all mail of the scope shares them.
 * Of a network also what becomes of mail without login and of mail from the null sender.
 *
 * <p>An entity: confined to its persistence context.
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
     * A scope without limits.
     *
     * @param name the operator's word for it
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

    /** A network, an address, {@code @} and a domain, or a text, as {@link #kind} says. */
    public String subject() {
        return subject;
    }

    /**
     * Says what it is for.
     *
     * @param subject as {@link ScopeKind#subject} returns it
     */
    public void setSubject(ScopeKind kind, String subject) {
        this.kind = kind.word();
        this.subject = subject;
    }

    /** Unlimited where the row's text cannot be read. */
    public SendLimits sendLimits() {
        return SendLimitsConverter.read(sendLimits).orElse(SendLimits.UNLIMITED);
    }

    public void setSendLimits(SendLimits limits) {
        sendLimits = limits.toString();
    }

    /** What becomes of mail without login from this network. */
    public UnauthenticatedPolicy noLogin() {
        return UnauthenticatedPolicy.ofWord(noLogin);
    }

    public void setNoLogin(UnauthenticatedPolicy treatment) {
        noLogin = treatment.word();
    }

    /** What becomes of mail from the null sender, of whomever, from this network. */
    public UnauthenticatedPolicy nullSender() {
        return UnauthenticatedPolicy.ofWord(nullSender);
    }

    public void setNullSender(UnauthenticatedPolicy treatment) {
        nullSender = treatment.word();
    }
}
