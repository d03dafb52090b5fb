// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dovecot's passwd-file: {@code user:password:uid:gid:gecos:home:shell:extra fields}. Of the extra fields those that
 * restrict logins are known: {@code allow_nets}, {@code allow_real_nets} and {@code nologin}. A line is whole: nothing
 * continues it.
 */
@ThreadSafe
public final class PasswdFile {
    private static final int FIELDS = 8;

    private PasswdFile() {}

    /**
     * Reads what Sekisho can take.
     *
     * @param domain the domain of users without one, if they have any
     */
    public static ImportData read(TextFile file, StoredSecret secrets, Optional<String> domain) {
        ImportData importData = ImportData.of(file);
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                // The password may be {SCHEME}data, whose data has no colon in any scheme that is hashed.
                user("line " + (i + 1), line.split(":", FIELDS), secrets, domain, importData);
            }
        }
        return importData;
    }

    private static void user(
            String place, String[] fields, StoredSecret secrets, Optional<String> domain, ImportData importData) {
        String user = fields[0];
        if (fields.length < 2 && user.indexOf(';') >= 0) {
            importData.notCarried(place, "has its fields separated by semicolons: a passwd-file has colons");
            return;
        }
        String address = user.contains("@")
                ? user
                : domain.map(name -> user + '@' + name).orElse(user);
        String shown = place + " " + user;
        ForeignAddress foreign = ForeignAddress.ofOne(address);
        if (foreign.address().isEmpty()) {
            importData.notCarried(
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
                // Dovecot looks whether it is there, not what it says.
                case "nologin" -> inactive = Optional.of("nologin in Dovecot's passwd-file");
                // Behind nginx the real address is nginx's: what is left is where the client may be.
                case "allow_nets", "allow_real_nets" -> {
                    AllowedNetworks permitted = AllowedNetworks.of(name, value);
                    permitted.told().forEach(told -> importData.notCarried(shown, told));
                    networks = Optional.of(networks.map(before -> AllowedNetworks.inBoth(before, permitted.text()))
                            .orElse(permitted.text()));
                }
                case "" -> {}
                default -> importData.notCarried(shown, "has " + name + ", which stays with Dovecot");
            }
        }
        return new ImportData.Account(secret, inactive, Map.of(), networks);
    }
}
