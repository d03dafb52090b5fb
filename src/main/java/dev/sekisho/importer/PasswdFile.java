// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dovecot's passwd-file: {@code user:password:uid:gid:gecos:home:shell:extra fields}. Supports the extra fields that
 * restrict logins: {@code allow_nets}, {@code allow_real_nets} and {@code nologin}. There are no continuation lines.
 */
@ThreadSafe
public final class PasswdFile {
    private static final int FIELDS = 8;

    private PasswdFile() {}

    /**
     * Reads the file.
     *
     * @param domain the domain of users without one; empty to skip them
     */
    public static ImportData read(TextFile file, StoredSecret secrets, Optional<String> domain) {
        ImportData importData = ImportData.of(file);
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                // The password may be {SCHEME}data; no hashed scheme has a colon in its data.
                user("line " + (i + 1), line.split(":", FIELDS), secrets, domain, importData);
            }
        }
        return importData;
    }

    private static void user(
            String place, String[] fields, StoredSecret secrets, Optional<String> domain, ImportData importData) {
        String user = fields[0];
        if (fields.length < 2 && user.indexOf(';') >= 0) {
            importData.skip(place, "has fields separated by semicolons: a passwd-file uses colons");
            return;
        }
        String address = user.contains("@")
                ? user
                : domain.map(name -> user + '@' + name).orElse(user);
        String shown = place + " " + user;
        ForeignAddress foreign = ForeignAddress.ofOne(address);
        if (foreign.address().isEmpty()) {
            importData.skip(
                    shown, user.contains("@") || domain.isPresent() ? foreign.reason() : "has no domain (--domain)");
            return;
        }
        importData
                .secret(shown, address, fields.length < 2 ? "" : fields[1], secrets)
                .ifPresent(secret ->
                        importData.account(shown, address, account(secret, extra(fields), shown, importData)));
    }

    private static List<String> extra(String[] fields) {
        return fields.length < FIELDS
                ? List.of()
                : Arrays.asList(fields[FIELDS - 1].strip().split("\\s+"));
    }

    private static ImportData.Account account(String secret, List<String> extra, String shown, ImportData importData) {
        Optional<String> inactive = Optional.empty();
        Optional<String> networks = Optional.empty();
        for (String field : extra) {
            String name = field.contains("=") ? field.substring(0, field.indexOf('=')) : field;
            String value = field.substring(Math.min(field.length(), name.length() + 1));
            switch (name) {
                // Dovecot checks whether it is present and ignores its value.
                case "nologin" -> inactive = Optional.of("nologin in Dovecot's passwd-file");
                // Behind nginx the real address is that of nginx, so only the client's address is left to restrict.
                case "allow_nets", "allow_real_nets" -> {
                    AllowedNetworks permitted = AllowedNetworks.of(name, value);
                    permitted.notes().forEach(reason -> importData.skip(shown, reason));
                    networks = Optional.of(networks.map(before -> AllowedNetworks.inBoth(before, permitted.text()))
                            .orElse(permitted.text()));
                }
                case "" -> {}
                default -> importData.skip(shown, "has " + name + ", which stays in Dovecot");
            }
        }
        return new ImportData.Account(secret, inactive, Map.of(), networks);
    }
}
