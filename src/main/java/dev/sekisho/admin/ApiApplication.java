// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The JAX-RS application under {@code /api}. Immutable. */
@ApplicationPath("/api")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Sekisho",
                        version = "v1",
                        description =
                                "The directory that the gate obeys, and its counters. Changes hold at the next login, and for"
                                        + " sending within a second. Errors are RFC 9457 problems that name the wrong fields."),
        security = @SecurityRequirement(name = "basic"))
@SecurityScheme(securitySchemeName = "basic", type = SecuritySchemeType.HTTP, scheme = "basic")
public class ApiApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                DomainResource.class,
                MailHostResource.class,
                MailboxResource.class,
                AccountResource.class,
                AccountImport.class,
                AppPasswordResource.class,
                SecretsResource.class,
                AliasResource.class,
                AuditResource.class,
                LimitsResource.class,
                AccountLimitsResource.class,
                PlanResource.class,
                SendScopeResource.class,
                StaffResource.class,
                SendExemptionResource.class,
                CountersResource.class,
                DecisionResource.class,
                DecisionTailResource.class,
                PoolCountersResource.class,
                TopCountersResource.class,
                AccountStateResource.class,
                PermissionsResource.class,
                MoveResource.class,
                InstallationResource.class,
                MailHostAddressResource.class,
                StatusResource.class,
                LoginsResource.class,
                EtagFilter.class,
                BlockResource.class,
                ExemptionResource.class,
                JsonFieldsReader.class,
                ProblemMapper.class,
                RefusalMapper.class,
                TroubleMapper.class);
    }
}
