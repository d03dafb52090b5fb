// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The two languages of Dovecot's configuration. Each setting is found, and advised, by its name in the version at hand:
 * one of the other version stops Dovecot.
 *
 * <p>Immutable and safe for use by many threads. Sources: Dovecot 2.4's "Upgrading from 2.3 to 2.4"; {@code doveconf
 * -d} of 2.3.19 and 2.4.1.
 */
enum DovecotVersion {
    /** The settings of plugins stand in {@code plugin { … }}. */
    V2_3("quota_grace", "10%", "disable_plaintext_auth", "no", "yes"),
    /** They stand at the top, or without their prefix in a block such as {@code quota name { … }}. */
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

    /**
     * By {@code dovecot_config_version}, by what {@code doveconf -n} prints first, else by the settings that are there.
     */
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

    /** A setting of a plugin, wherever this version has it. */
    Optional<Block> setting(Block root, String name) {
        if (this == V2_3) {
            return root.child("plugin").flatMap(each -> each.child(name));
        }
        String prefix = name.substring(0, name.indexOf('_') + 1);
        Stream<Block> inBlocks = root.named(name.substring(0, name.indexOf('_')))
                .flatMap(block -> Stream.concat(block.named(name), block.named(name.substring(prefix.length()))));
        return Stream.concat(root.named(name), inBlocks).reduce((first, second) -> second);
    }

    /** Lines that give a setting of a plugin another value. */
    String change(String name, String value) {
        String line = name + " = " + value;
        return this == V2_3 ? "plugin {\n  " + line + "\n}" : line;
    }

    /** How much more than the limit LMTP takes. */
    String grace() {
        return grace;
    }

    String graceOtherwise() {
        return graceOtherwise;
    }

    /** Passwords in the clear are permitted by this name and value. */
    Optional<Block> cleartext(Block root) {
        return root.child(cleartext).filter(each -> each.argument().equals(open));
    }

    /** Passwords in the clear from nginx only. */
    String noCleartext() {
        return cleartext + " = " + closed + "\nlogin_trusted_networks = 192.0.2.1";
    }

    /** Whether the host limits its mailboxes. */
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
