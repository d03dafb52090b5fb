// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.limit.SendLimits;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Settings of the whole installation: one row, which the migration creates. */
@Entity
@EntityListeners(ChangedRows.Listener.class)
@Table(name = "installation")
public class Installation {
    static final int ID = 1;

    @Id
    private int id = ID;

    @NotNull
    @Size(max = SendLimitsConverter.MAX_CHARACTERS)
    @Column(name = "send_limits", nullable = false)
    private String sendLimits = SendLimits.UNLIMITED.toString();

    @Valid
    @Embedded
    private PermissionOverrides permissions = new PermissionOverrides().orDefaults();

    @NotNull
    @Convert(converter = LanguageConverter.class)
    @Column(name = "language", nullable = false)
    private Language language = Language.EN;

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    protected Installation() {}

    /** The limits of domains and accounts without own limits; unlimited if the text in the row is invalid. */
    public SendLimits sendLimits() {
        return SendLimitsConverter.read(sendLimits).orElse(SendLimits.UNLIMITED);
    }

    /** The permissions of domains and accounts without own permissions; without null values. */
    public PermissionOverrides permissions() {
        return permissions;
    }

    /** Null values become the default: everything permitted from anywhere, TLS not required. */
    public void setPermissions(PermissionOverrides permissions) {
        this.permissions = permissions.orDefaults();
    }

    /** The language of domains without one. */
    public Language language() {
        return language;
    }

    public void setLanguage(Language language) {
        this.language = language;
    }

    public void setSendLimits(SendLimits limits) {
        sendLimits = limits.toString();
    }
}
