// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.limit.SendLimits;
import dev.sekisho.net.HostPort;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mail domain with its settings. */
@Entity
@EntityListeners(ChangedRows.Listener.class)
@Table(name = "domain")
@NamedQuery(name = "Domain.page", query = "SELECT e FROM Domain e WHERE e.name > :after ORDER BY e.name")
public class Domain {
    @Id
    @NotNull
    @Size(min = 1, max = 255)
    @Column(name = "name")
    private String name;

    @Size(max = SendLimitsConverter.MAX_CHARACTERS)
    @Column(name = "send_limits")
    private @Nullable String sendLimits;

    @Valid
    @Embedded
    private @Nullable PermissionOverrides permissions = new PermissionOverrides();

    @Convert(converter = LanguageConverter.class)
    @Column(name = "language")
    private @Nullable Language language;

    @Size(max = 1000)
    @Column(name = "mx_hosts")
    private @Nullable String mxHosts;

    @Column(name = "unknown_recipient")
    private @Nullable String unknownRecipient;

    @Size(max = SendLimitsConverter.MAX_CHARACTERS)
    @Column(name = "pool_limits")
    private @Nullable String poolLimits;

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    protected Domain() {}

    /**
     * Creates a domain that inherits its settings.
     *
     * @throws IllegalArgumentException if {@code name} is not the canonical form of a domain
     */
    public Domain(String name) {
        if (!Address.isDomain(name)) {
            throw new IllegalArgumentException("not a domain name in lower case");
        }
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The domain's own limits; empty: inherited from the installation. */
    public Optional<SendLimits> sendLimits() {
        return SendLimitsConverter.read(sendLimits);
    }

    /** The domain's own permissions; null values are inherited from the installation. */
    public PermissionOverrides permissions() {
        // EclipseLink reads an embeddable with only NULL columns as null.
        return permissions == null ? new PermissionOverrides() : permissions;
    }

    public void setPermissions(PermissionOverrides permissions) {
        this.permissions = permissions;
    }

    /** The language of messages to its users; empty: inherited from the installation. */
    public Optional<Language> language() {
        return Optional.ofNullable(language);
    }

    public void setLanguage(Optional<Language> language) {
        this.language = language.orElse(null);
    }

    /** Destination of its mail without a login, as text of {@link HostPort}; empty: that of the installation. */
    public Optional<String> mxHosts() {
        return Optional.ofNullable(mxHosts);
    }

    public void setMxHosts(Optional<String> hosts) {
        mxHosts = hosts.orElse(null);
    }

    public void setSendLimits(Optional<SendLimits> limits) {
        sendLimits = SendLimitsConverter.write(limits);
    }

    /** Reply of the quota service to unknown recipients; empty: as in the settings. */
    public Optional<UnknownRecipientReply> unknownRecipient() {
        return Optional.ofNullable(unknownRecipient).map(UnknownRecipientReply::ofWord);
    }

    public void setUnknownRecipient(Optional<UnknownRecipientReply> reply) {
        unknownRecipient = reply.map(UnknownRecipientReply::word).orElse(null);
    }

    /** The limits that all accounts of the domain share; empty: none. */
    public Optional<SendLimits> poolLimits() {
        return SendLimitsConverter.read(poolLimits);
    }

    public void setPoolLimits(Optional<SendLimits> limits) {
        poolLimits = SendLimitsConverter.write(limits);
    }
}
