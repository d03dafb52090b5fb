// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The JAX-RS application under {@code /api}. Immutable. */
@ApplicationPath("/api")
public class ApiApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                DomainResource.class,
                MailHostResource.class,
                AccountResource.class,
                AliasResource.class,
                LimitsResource.class,
                CountersResource.class,
                JsonFieldsReader.class,
                ProblemMapper.class,
                RefusalMapper.class,
                TroubleMapper.class);
    }
}
