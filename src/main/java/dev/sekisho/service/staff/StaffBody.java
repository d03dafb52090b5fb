// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.staff;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Staff;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A user with the role {@code sekisho-domain-support} and the user's domains, as the API shows them. */
@ThreadSafe
@JsonbPropertyOrder({"name", "domains"})
@Schema(example = """
                {"name": "helga", "domains": ["example.org"]}""")
public record StaffBody(String name, List<String> domains) {
    public static StaffBody of(Staff staff) {
        return new StaffBody(staff.name(), staff.domains());
    }
}
