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
 * The health checks: ready means that all listeners are bound, the database is migrated, the caches are open and the
 * hot paths have been warmed up; a warm-up that fails keeps Sekisho from being ready for a time, with its reason.
 *
 * <p>A database that is lost later does not make Sekisho unready: sending and quota go on without it, and taking a node
 * out of service for that would make a small trouble a large one. {@code sekisho_login_requests_total} tells.
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
            if (!state.warmUpTrouble().isEmpty()) {
                response.withData("warmup", state.warmUpTrouble());
            }
            for (ListenerConfig each : listeners.configured()) {
                response.withData("listener." + each.name(), listeners.isBound(each.name()));
            }
            return response.status(state.isDatabaseOpen()
                            && state.areCachesOpen()
                            && state.isWarmedUpOrExcused()
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
     * A node that can answer at all is alive; there is nothing that a restart would mend. It asks nothing and waits for
     * nothing.
     */
    @Produces
    @Liveness
    HealthCheck live() {
        return () -> HealthCheckResponse.up("sekisho-live");
    }
}
