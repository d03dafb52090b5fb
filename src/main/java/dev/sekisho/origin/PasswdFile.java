// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.origin;

import dev.sekisho.account.Address;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dovecot's passwd-file: {@code user:password:uid:gid:gecos:home:shell:extra fields}. Of the extra fields {@code allow_nets} and
 * {@code nologin} are known.
 *
 * <p>Holds no state.
 */
public final class PasswdFile {
    private static final int FIELDS = 8;

    private PasswdFile() {}

    /**
     * Reads what the gate can take.
     *
     * @param domain the domain of users without one, if they have any
     */
    public static Harvest read(List<String> lines, StoredSecret secrets, Optional<String> domain) {
        Harvest harvest = new Harvest();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                // The password may be {SCHEME}data, whose data has no colon in any scheme that is hashed.
                user("line " + (i + 1), line.split(":", FIELDS), secrets, domain, harvest);
            }
        }
        return harvest;
    }

    private static void user(
            String place, String[] fields, StoredSecret secrets, Optional<String> domain, Harvest harvest) {
        String user = fields[0];
        String address = user.contains("@")
                ? user
                : domain.map(name -> user + '@' + name).orElse(user);
        String shown = place + " " + user;
        if (Address.parse(address).isEmpty()) {
            harvest.notCarried(shown, user.contains("@") ? "is no mail address" : "has no domain (--domain)");
            return;
        }
        Optional<String> secret = fields.length < 2 ? Optional.empty() : secrets.of(fields[1]);
        if (secret.isEmpty()) {
            harvest.notCarried(shown, "has no password, or one that does not tell its scheme (--scheme)");
            return;
        }
        List<String> extra = fields.length < FIELDS
                ? List.of()
                : Arrays.asList(fields[FIELDS - 1].strip().split("\\s+"));
        Optional<String> inactive = Optional.empty();
        Optional<String> networks = Optional.of("");
        for (String field : extra) {
            String name = field.contains("=") ? field.substring(0, field.indexOf('=')) : field;
            String value = field.substring(Math.min(field.length(), name.length() + 1));
            switch (name) {
                case "nologin" -> inactive = Optional.of("nologin in Dovecot's passwd-file");
                case "allow_nets" -> networks = Optional.of(Networks.text(value));
                case "" -> {}
                default -> harvest.notCarried(shown, "has " + name + ", which stays with Dovecot");
            }
        }
        harvest.account(shown, address, new Harvest.Account(secret.get(), inactive, Map.of(), networks));
    }
}
