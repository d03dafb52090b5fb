// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The two syntaxes of Dovecot's configuration. The doctor reads and suggests each setting by its name in the version at
 * hand; Dovecot does not start with a name of the other version.
 *
 * <p>Sources: Dovecot 2.4's "Upgrading from 2.3 to 2.4"; {@code doveconf -d} of 2.3.19 and 2.4.1.
 */
enum DovecotVersion {
    /** Settings of plugins are in {@code plugin { … }}. */
    V2_3("quota_grace", "10%", "disable_plaintext_auth", "no", "yes"),
    /** They are at the top level, or without their prefix in a block such as {@code quota name { … }}. */
    V2_4("quota_storage_grace", "10M", "auth_allow_cleartext", "yes", "no");

    private static final Pattern PRINTED = Pattern.compile("# 2\\.([0-9]+)\\..*");
    private static final List<String> ONLY_NEW = List.of(
            "dovecot_storage_version",
            "mail_driver",
            "mail_path",
            "auth_allow_cleartext",
            "ssl_server_cert_file",
            "quota_storage_grace",
            "quota_storage_size",
            "quota_status_toolarge",
            "quota_status_success",
            "quota_status_overquota");

    private final String grace;
    private final String graceOtherwise;
    private final String cleartext;
    private final String open;
    private final String closed;

    DovecotVersion(String grace, String graceOtherwise, String cleartext, String open, String closed) {
        this.grace = grace;
        this.graceOtherwise = graceOtherwise;
        this.cleartext = cleartext;
        this.open = open;
        this.closed = closed;
    }

    /** By {@code dovecot_config_version}, the first lines of {@code doveconf -n}, or the names of the settings. */
    static DovecotVersion of(Source source, Block root) {
        Optional<String> declared = root.child("dovecot_config_version").map(Block::argument);
        if (declared.isPresent()) {
            return declared.get().startsWith("2.3") ? V2_3 : V2_4;
        }
        Optional<String> printed = source.lines().stream()
                .limit(20)
                .map(PRINTED::matcher)
                .filter(each -> each.matches())
                .map(each -> each.group(1))
                .findFirst();
        if (printed.isPresent()) {
            return Integer.parseInt("0" + printed.get().replaceAll("^(.{0,4}).*", "$1")) >= 4 ? V2_4 : V2_3;
        }
        boolean isNew = ONLY_NEW.stream().anyMatch(name -> root.child(name).isPresent())
                || root.named("mail_plugins").anyMatch(each -> !each.children().isEmpty())
                || root.named("quota").anyMatch(each -> !each.children().isEmpty());
        return isNew && root.child("plugin").isEmpty() ? V2_4 : V2_3;
    }

    /** A setting of a plugin, at the place of this version. */
    Optional<Block> setting(Block root, String name) {
        if (this == V2_3) {
            return root.child("plugin").flatMap(each -> each.child(name));
        }
        String prefix = name.substring(0, name.indexOf('_') + 1);
        Stream<Block> inBlocks = root.named(name.substring(0, name.indexOf('_')))
                .flatMap(block -> Stream.concat(block.named(name), block.named(name.substring(prefix.length()))));
        return Stream.concat(root.named(name), inBlocks).reduce((first, second) -> second);
    }

    /** Lines that set a setting of a plugin to another value. */
    String change(String name, String value) {
        String line = name + " = " + value;
        return this == V2_3 ? "plugin {\n  " + line + "\n}" : line;
    }

    /** The setting for the amount above the limit that LMTP accepts. */
    String grace() {
        return grace;
    }

    String graceOtherwise() {
        return graceOtherwise;
    }

    /** The setting that permits clear-text passwords, if it does. */
    Optional<Block> cleartext(Block root) {
        return root.child(cleartext).filter(each -> each.argument().equals(open));
    }

    /** Lines that permit clear-text passwords from nginx only. */
    String noCleartext() {
        return cleartext + " = " + closed + "\nlogin_trusted_networks = 192.0.2.1";
    }

    /** Whether the host has mailbox quotas. */
    boolean hasQuota(Block root) {
        boolean loaded = root.below("mail_plugins")
                .anyMatch(each -> List.of(each.argument().split("[\\s,]+")).contains("quota")
                        || each.child("quota").isPresent());
        boolean set = this == V2_3
                ? root.child("plugin").flatMap(each -> each.child("quota")).isPresent()
                : root.child("quota").isPresent();
        return loaded || set || DovecotRules.quotaStatus(root).isPresent();
    }
}
