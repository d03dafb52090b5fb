// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.service.InvalidFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request for a diagnosis.
 *
 * @param client the address of the client that cannot log in, unchecked; null or empty if it is unknown
 * @param locale the language of the sentences
 */
@Immutable
public record LoginDiagnosisRequest(@Nullable String client, Locale locale) {
    /**
     * The canonical address of the client; empty if it is not given.
     *
     * @throws InvalidFields if it is not an IP address
     */
    String address() {
        if (client == null || client.isBlank()) {
            return "";
        }
        return IpNetwork.address(client.strip())
                .orElseThrow(() -> new InvalidFields("client", "must be an IP address such as 192.0.2.10"))
                .toString();
    }
}
