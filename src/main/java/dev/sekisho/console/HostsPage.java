// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.api.Operator;
import dev.sekisho.api.account.AccountBody;
import dev.sekisho.api.mailhost.MailHostAddressBody;
import dev.sekisho.api.mailhost.MailHostBody;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mail hosts, what is said of them and whether they greet.
 *
 * <p>One for each request; confined to its thread.
 */
@Named("hosts")
@RequestScoped
public class HostsPage {
    @Inject
    private ExternalContext external;

    @Inject
    private Operator operator;

    @Inject
    private FlashMessages told;

    private String name = "";
    private String reason = "";
    private @Nullable List<MailHostBody> rows;

    @PostConstruct
    void read() {
        name = FlashMessages.parameter(external, "host");
    }

    public List<MailHostBody> getRows() {
        if (rows == null) {
            rows = operator.mailHosts();
        }
        return rows;
    }

    /** The mailboxes that are being moved. */
    public List<AccountBody> getMoves() {
        return operator.moves();
    }

    /** The host that a state is to be set of; empty if none was chosen. */
    public String getName() {
        return name;
    }

    /** Addresses of a host and what each one's ports say. */
    public List<MailHostAddressBody> addresses(String host) {
        return operator.hostAddresses(host);
    }

    public void become(String state) {
        told.changed(() -> operator.setHostState(name, state, reason), "hosts", "changed", name, "host-" + state);
    }

    public String getReason() {
        return "";
    }

    public void setReason(String reason) {
        this.reason = reason == null ? "" : reason;
    }
}
