// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.sender;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.sendlimit.SendBlocks;
import dev.sekisho.sendlimit.activity.SenderActivity;
import dev.sekisho.sendlimit.activity.SenderFigures;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.limit.ApplicableLimits;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The accounts that send most now. Reads only memory, so it answers while the database is down. */
@ThreadSafe
@ApplicationScoped
public class SenderService {
    @Inject
    private SenderActivity activity;

    @Inject
    private DirectoryCache directory;

    @Inject
    private SendBlocks sendBlocks;

    @Inject
    private ApplicableLimits limits;

    /** The first accounts of a period in an order. */
    @Allowed(Access.SEE_ALL)
    public TopSendersBody top(SenderQuery query, Page.Range range) {
        List<TopSenderBody> first = activity.figures(query.period()).stream()
                .map(SenderService::body)
                .sorted(query.order().comparator())
                .limit(range.limit())
                .toList();
        return new TopSendersBody(
                query.period().word(),
                activity.since().truncatedTo(ChronoUnit.SECONDS).toString(),
                first.stream().map(this::withState).toList());
    }

    private static TopSenderBody body(SenderFigures figures) {
        List<String> networks = figures.clients().stream()
                .map(each -> network(each.address()))
                .distinct()
                .toList();
        return new TopSenderBody(
                figures.account(),
                false,
                false,
                figures.refused(),
                figures.accepted(),
                figures.recipients(),
                networks.size(),
                figures.recipientDomains(),
                figures.moreClients() || figures.moreDomains(),
                networks,
                figures.last().toString(),
                null);
    }

    /** The network of a client; Postfix sends {@code unknown} for an address that it cannot determine. */
    private static String network(String client) {
        return IpNetwork.address(client).map(each -> each.network().toString()).orElse(client);
    }

    private TopSenderBody withState(TopSenderBody body) {
        Sender sender = directory.sender(body.account());
        return body.with(
                sender.known(),
                sender.permitted() && !sendBlocks.isSendBlocked(sender.account()),
                limits.release(body.account()).map(Instant::toString).orElse(null));
    }
}
