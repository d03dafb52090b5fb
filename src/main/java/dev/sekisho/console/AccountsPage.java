// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.account.AccountBody;
import dev.sekisho.service.account.AccountFilter;
import dev.sekisho.service.account.AccountService;
import dev.sekisho.service.limit.CounterService;
import dev.sekisho.service.limit.TopCounterBody;
import dev.sekisho.service.list.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of accounts, 50 at a time: searched by address, state and mail host, or nearest to their limits. */
@Named("accounts")
@RequestScoped
public class AccountsPage {
    @Inject
    private ExternalContext external;

    @Inject
    private AccountService accounts;

    @Inject
    private CounterService counters;

    @Inject
    private FlashMessages messages;

    private String search = "";
    private String after = "";
    private String status = "";
    private String host = "";
    private @Nullable Page<AccountBody> page;
    private @Nullable List<TopCounterBody> top;

    @PostConstruct
    void read() {
        search = FlashMessages.parameter(external, "q");
        after = FlashMessages.parameter(external, "after");
        status = FlashMessages.parameter(external, "status");
        host = FlashMessages.parameter(external, "host");
    }

    /** Reads before rendering. */
    public void beforeMessages() {
        messages.expect(isNearest() ? this::getTop : this::page);
    }

    public List<AccountBody> getRows() {
        return page().entries();
    }

    /** The last key of this page; null on the last page. */
    public @Nullable String getNext() {
        return page().next();
    }

    public String getAfter() {
        return after;
    }

    /** The state to search for; empty for all. */
    public String getStatus() {
        return status;
    }

    public void setStatus(String status) {
        this.status = status == null ? "" : status;
        page = null;
    }

    /** The mail host to search for; empty for all. */
    public String getHost() {
        return host;
    }

    /** Whether to list the accounts nearest to their limits. */
    public boolean isNearest() {
        return FlashMessages.parameter(external, "nearest").equals("true");
    }

    public List<TopCounterBody> getTop() {
        if (top == null) {
            top = counters.top(FlashMessages.page("")).entries();
        }
        return top;
    }

    public String getSearch() {
        return search;
    }

    public void setSearch(String search) {
        this.search = search == null ? "" : search.replaceAll("\\p{Cntrl}", "").strip();
        after = "";
        page = null;
    }

    private Page<AccountBody> page() {
        if (page == null) {
            page = accounts.list(new AccountFilter(search, status, host, null, null), null, FlashMessages.page(after));
        }
        return page;
    }
}
