// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.directory.AccountStatus;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.access.StaffScope;
import dev.sekisho.service.account.AccountStateRequest;
import dev.sekisho.service.account.AccountStateService;
import dev.sekisho.service.sender.SenderQuery;
import dev.sekisho.service.sender.SenderService;
import dev.sekisho.service.sender.TopSenderBody;
import dev.sekisho.service.sender.TopSendersBody;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The page of the accounts that send most, with the action to block their sending. */
@Named("senders")
@RequestScoped
public class SendersPage {
    /** Networks of an account that the list names; the number of all is beside them. */
    private static final int NETWORKS = 4;

    @Inject
    private ExternalContext external;

    @Inject
    private SenderService service;

    @Inject
    private AccountStateService states;

    @Inject
    private StaffScope scope;

    @Inject
    private FlashMessages messages;

    private String period = "";
    private String sort = "";
    private String block = "";
    private String until = "";
    private String reason = "";
    private @Nullable TopSendersBody top;

    @PostConstruct
    void read() {
        period = FlashMessages.parameter(external, "period");
        sort = FlashMessages.parameter(external, "sort");
        block = FlashMessages.parameter(external, "block");
    }

    /** Reads before rendering. */
    public void beforeMessages() {
        messages.expect(this::top);
    }

    private TopSendersBody top() {
        if (top == null) {
            SenderQuery query = SenderQuery.of(period, sort);
            top = service.top(query, FlashMessages.page(""));
            period = top.period();
            sort = query.order().word();
        }
        return top;
    }

    public List<TopSenderBody> getRows() {
        return top().entries();
    }

    /** The start of this node. */
    public String getSince() {
        return top().since();
    }

    /** The first client networks of a row. */
    public List<String> networks(TopSenderBody row) {
        return row.clientNetworks().stream().limit(NETWORKS).toList();
    }

    /** Whether the user may block the sending of the account. */
    public boolean isBlockable(TopSenderBody row) {
        return row.known() && row.permitted() && scope.mayChange(row.account());
    }

    /** Whether to show the form that blocks the sending of {@link #getBlock}. */
    public boolean isBlocking() {
        return !block.isEmpty() && scope.mayChange(block);
    }

    public void blockIt() {
        messages.changed(reason, this::putState, "senders", "period", period, "send-blocked");
    }

    private void putState() {
        FieldErrors errors = new FieldErrors();
        Optional<String> given = Optional.ofNullable(FlashMessages.given(reason));
        states.set(
                block,
                new AccountStateRequest(AccountStatus.SEND_BLOCKED, Times.instant("until", until, errors), given),
                errors);
    }

    /** The period: 10m, 1h or 1d. */
    public String getPeriod() {
        return period;
    }

    /** The figure by which the list is sorted. */
    public String getSort() {
        return sort;
    }

    /** The account whose sending to block; empty for none. */
    public String getBlock() {
        return block;
    }

    public String getUntil() {
        return until;
    }

    public void setUntil(String until) {
        this.until = until == null ? "" : until;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason == null ? "" : reason;
    }
}
