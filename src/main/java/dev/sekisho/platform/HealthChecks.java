// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.settings.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The health checks. Ready means that all listeners are bound, the database is migrated, the caches are open and the
 * warm-up is done. A failed warm-up delays readiness for a limited time, and the response has its reason.
 *
 * <p>Losing the database later does not make Sekisho unready: sending and quota continue without it, and taking all
 * nodes out of service would turn a partial failure into a complete one. {@code sekisho_login_requests_total} shows it.
 */
@ThreadSafe
@ApplicationScoped
public class HealthChecks {
    @Inject
    private ServerState state;

    @Inject
    private Listeners listeners;

    @Inject
    private CacheFactory caches;

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> {
            HealthCheckResponseBuilder response = HealthCheckResponse.named("sekisho")
                    .withData("version", Version.text())
                    .withData("database", state.isDatabaseOpen())
                    .withData("caches", state.areCachesOpen())
                    .withData("warmedUp", state.isWarmedUp())
                    .withData("cluster.members", caches.members());
            if (!state.warmUpFailure().isEmpty()) {
                response.withData("warmup", state.warmUpFailure());
            }
            for (ListenerConfig each : listeners.configured()) {
                response.withData("listener." + each.name(), listeners.isBound(each.name()));
            }
            return response.status(state.isDatabaseOpen()
                            && state.areCachesOpen()
                            && state.isWarmUpDoneOrWaived()
                            && listeners.areBound())
                    .build();
        };
    }

    @Produces
    @Startup
    HealthCheck started() {
        return () -> HealthCheckResponse.named("sekisho-started")
                .status(state.areCachesOpen())
                .build();
    }

    /**
     * Always up: a node that answers is alive, and no failure is repaired by a restart. Accesses nothing that could
     * block.
     */
    @Produces
    @Liveness
    HealthCheck live() {
        return () -> HealthCheckResponse.up("sekisho-live");
    }
}
