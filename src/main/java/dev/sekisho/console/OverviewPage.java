// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.status.StatusBody;
import dev.sekisho.service.status.StatusService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The overview page: the three services at present and in the last hour and day, listeners, mail hosts, cluster,
 * stores.
 */
@Named("overview")
@RequestScoped
public class OverviewPage {
    @Inject
    private MetricsHistory history;

    @Inject
    private Actor actor;

    @Inject
    private StatusService node;

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

    /** Listeners, mail hosts, cluster and stores. */
    public StatusBody getStatus() {
        if (status == null) {
            status = node.get();
        }
        return status;
    }
}
