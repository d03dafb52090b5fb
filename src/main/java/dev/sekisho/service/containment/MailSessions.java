// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.containment;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.quota.client.DoveadmClient;
import dev.sekisho.service.containment.ContainmentBody.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Ends the sessions of an account at its mail hosts. Blocks within the time limit of doveadm, outside transactions. */
@ThreadSafe
@ApplicationScoped
class MailSessions {
    @Inject
    private DoveadmClient doveadm;

    /** @param hosts the URL of each host's doveadm, by the name of the host */
    List<Sessions> end(String account, SortedMap<String, Optional<String>> hosts) {
        return hosts.entrySet().stream().map(host -> end(account, host)).toList();
    }

    private Sessions end(String account, Map.Entry<String, Optional<String>> host) {
        Optional<String> url = host.getValue();
        if (url.isEmpty() || !doveadm.isConfigured()) {
            return new Sessions(host.getKey(), "not-configured", null);
        }
        if (DoveadmClient.hasWildcard(account)) {
            return new Sessions(host.getKey(), "not-possible", null);
        }
        try {
            return new Sessions(host.getKey(), doveadm.kick(url.get(), account) ? "ended" : "none", null);
        } catch (IOException e) {
            return new Sessions(host.getKey(), "failed", String.valueOf(e.getMessage()));
        }
    }
}
