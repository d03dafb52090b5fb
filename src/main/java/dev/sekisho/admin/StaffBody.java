// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Staff;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * Staff as the API shows them; {@code kind} is {@code user} or {@code group}.
 *
 * <p>Immutable and safe for use by many threads.
 */
@JsonbPropertyOrder({"name", "kind", "domains"})
public record StaffBody(String name, String kind, List<String> domains) {
    static StaffBody of(Staff staff) {
        return new StaffBody(staff.name(), staff.kind().word(), staff.domains());
    }
}
