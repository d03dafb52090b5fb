// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.directory.MailHostState;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.account.AccountBody;
import dev.sekisho.service.account.AccountFilter;
import dev.sekisho.service.account.AccountService;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.mailhost.MailHostAddressBody;
import dev.sekisho.service.mailhost.MailHostAddressService;
import dev.sekisho.service.mailhost.MailHostBody;
import dev.sekisho.service.mailhost.MailHostService;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of mail hosts: settings, state and probes. */
@Named("hosts")
@RequestScoped
public class HostsPage {
    /** Enough for all mail hosts on one page. */
    static final Page.Range ALL = new Page.Range("", 1_000);

    @Inject
    private ExternalContext external;

    @Inject
    private MailHostService hosts;

    @Inject
    private MailHostAddressService hostAddresses;

    @Inject
    private AccountService accounts;

    @Inject
    private FlashMessages messages;

    private String name = "";
    private String reason = "";
    private @Nullable List<MailHostBody> rows;

    @PostConstruct
    void read() {
        name = FlashMessages.parameter(external, "host");
    }

    public List<MailHostBody> getRows() {
        if (rows == null) {
            rows = hosts.list(null, ALL).entries();
        }
        return rows;
    }

    /** The mailboxes with a move in progress. */
    public List<AccountBody> getMoves() {
        return accounts.list(AccountFilter.ofMoves(), "movingSince", FlashMessages.page(""))
                .entries();
    }

    /** The host whose state to set; empty for none. */
    public String getName() {
        return name;
    }

    /** Addresses of a host, with the results of probes of their ports. */
    public List<MailHostAddressBody> addresses(String host) {
        return hostAddresses.list(host);
    }

    public void become(String state) {
        messages.changed(
                reason,
                () -> {
                    FieldErrors errors = new FieldErrors();
                    MailHostState next =
                            errors.parsed("state", state, MailHostState::ofWord).orElse(MailHostState.UP);
                    hosts.setState(name, next, errors);
                },
                "hosts",
                "changed",
                name,
                "host-" + state);
    }

    public String getReason() {
        return "";
    }

    public void setReason(String reason) {
        this.reason = reason == null ? "" : reason;
    }
}
