// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.status.AttentionBody;
import dev.sekisho.service.status.AttentionService;
import dev.sekisho.service.status.StatusBody;
import dev.sekisho.service.status.StatusService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The overview page: what needs attention, the three services at present and in the last hour and day, listeners, mail
 * hosts, cluster, stores.
 */
@Named("overview")
@RequestScoped
public class OverviewPage {
    private static final Map<String, String> PAGES = Map.of(
            "silent", "/console/hosts.xhtml",
            "full-limits", "/console/domains.xhtml?full=true",
            "refused-senders", "/console/senders.xhtml?period=10m",
            "blocked-accounts", "/console/accounts.xhtml?status=send-blocked",
            "new-blocks", "/console/blocks.xhtml");

    @Inject
    private MetricsHistory history;

    @Inject
    private Actor actor;

    @Inject
    private StatusService node;

    @Inject
    private AttentionService attentionService;

    private @Nullable List<AttentionBody.Item> attention;
    private @Nullable List<ServiceStats> services;
    private @Nullable StatusBody status;

    public List<ServiceStats> getServices() {
        actor.require(Access.SEE_ALL);
        if (services == null) {
            services = MetricsHistory.SERVICES.stream().map(this::service).toList();
        }
        return services;
    }

    private ServiceStats service(String name) {
        List<MetricsHistory.Sample> samples = history.samples(name);
        if (samples.isEmpty()) {
            samples = List.of(history.now(name));
        }
        return ServiceStats.of(name, samples, history.day(name));
    }

    /** What needs attention first. */
    public List<AttentionBody.Item> getAttention() {
        if (attention == null) {
            attention = attentionService.get().items();
        }
        return attention;
    }

    /** The page that lists what an item is about. */
    public String page(AttentionBody.Item item) {
        return PAGES.getOrDefault(item.kind(), "#stores");
    }

    /** Listeners, mail hosts, cluster and stores. */
    public StatusBody getStatus() {
        if (status == null) {
            status = node.get();
        }
        return status;
    }
}
