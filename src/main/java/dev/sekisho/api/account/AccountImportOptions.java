// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.service.InvalidFields;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;

/** The query parameters of an import, unchecked. Confined to its request. */
public class AccountImportOptions {
    @QueryParam("mode")
    @DefaultValue("all")
    private String mode = "all";

    @QueryParam("dryRun")
    @DefaultValue("false")
    private String dryRun = "false";

    @QueryParam("domains")
    @DefaultValue("known")
    private String domains = "known";

    @QueryParam("absent")
    @DefaultValue("default")
    private String absent = "default";

    /**
     * The checked options.
     *
     * @param all whether all rows are written or none
     * @param dryRun whether nothing is written
     * @param createDomains whether missing domains are created
     * @param keep whether members that a row does not have keep their values
     */
    @Immutable
    record Chosen(boolean all, boolean dryRun, boolean createDomains, boolean keep) {}

    /** @throws InvalidFields that names the first wrong option */
    Chosen chosen() {
        return new Chosen(
                chosen("mode", mode, "all", "rows"),
                chosen("dryRun", dryRun, "true", "false"),
                chosen("domains", domains, "create", "known"),
                chosen("absent", absent, "keep", "default"));
    }

    private static boolean chosen(String name, String value, String yes, String no) {
        if (!value.equals(yes) && !value.equals(no)) {
            throw new InvalidFields(name, "must be " + yes + " or " + no);
        }
        return value.equals(yes);
    }
}
