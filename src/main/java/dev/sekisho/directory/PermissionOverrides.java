// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.net.NetworkList;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The permissions that a row of its own has; null where they are inherited.
 *
 * <p>Networks are texts that {@link NetworkList} reads; plain SQL may have written anything.
 *
 * <p>Part of an entity: confined to its persistence context.
 */
@Embeddable
public class PermissionOverrides {
    @Column(name = "permit_plain")
    private @Nullable Boolean plain;

    @Column(name = "permit_cram_md5")
    private @Nullable Boolean cramMd5;

    @Column(name = "permit_apop")
    private @Nullable Boolean apop;

    @Column(name = "permit_imap")
    private @Nullable Boolean imap;

    @Column(name = "permit_pop3")
    private @Nullable Boolean pop3;

    @Column(name = "permit_smtp")
    private @Nullable Boolean smtp;

    @Column(name = "require_tls")
    private @Nullable Boolean requireTls;

    @Size(max = NetworkList.MAX_CHARACTERS)
    @Column(name = "permit_networks")
    private @Nullable String networks;

    @Size(max = NetworkList.MAX_CHARACTERS)
    @Column(name = "block_networks")
    private @Nullable String blockedNetworks;

    /** Everything is inherited. */
    public PermissionOverrides() {}

    public PermissionOverrides(
            @Nullable Boolean plain,
            @Nullable Boolean cramMd5,
            @Nullable Boolean apop,
            @Nullable Boolean imap,
            @Nullable Boolean pop3,
            @Nullable Boolean smtp,
            @Nullable Boolean requireTls,
            @Nullable String networks,
            @Nullable String blockedNetworks) {
        this.plain = plain;
        this.cramMd5 = cramMd5;
        this.apop = apop;
        this.imap = imap;
        this.pop3 = pop3;
        this.smtp = smtp;
        this.requireTls = requireTls;
        this.networks = networks;
        this.blockedNetworks = blockedNetworks;
    }

    public @Nullable Boolean plain() {
        return plain;
    }

    public @Nullable Boolean cramMd5() {
        return cramMd5;
    }

    public @Nullable Boolean apop() {
        return apop;
    }

    public @Nullable Boolean imap() {
        return imap;
    }

    public @Nullable Boolean pop3() {
        return pop3;
    }

    public @Nullable Boolean smtp() {
        return smtp;
    }

    public @Nullable Boolean requireTls() {
        return requireTls;
    }

    public @Nullable String networks() {
        return networks;
    }

    public @Nullable String blockedNetworks() {
        return blockedNetworks;
    }

    /** These permissions, with those of the installation where they are unset. */
    PermissionOverrides orDefaults() {
        return new PermissionOverrides(
                or(plain, true),
                or(cramMd5, true),
                or(apop, true),
                or(imap, true),
                or(pop3, true),
                or(smtp, true),
                or(requireTls, false),
                networks == null ? NetworkList.ANY.toString() : networks,
                blockedNetworks == null ? NetworkList.NONE.toString() : blockedNetworks);
    }

    private static boolean or(@Nullable Boolean value, boolean absent) {
        return value == null ? absent : value;
    }
}
