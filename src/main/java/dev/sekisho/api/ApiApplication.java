// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.api.account.AccountImport;
import dev.sekisho.api.account.AccountResource;
import dev.sekisho.api.account.AccountStateResource;
import dev.sekisho.api.account.AliasResource;
import dev.sekisho.api.account.AppPasswordResource;
import dev.sekisho.api.account.ContainmentResource;
import dev.sekisho.api.account.LoginDiagnosisResource;
import dev.sekisho.api.account.LoginsResource;
import dev.sekisho.api.account.MailboxResource;
import dev.sekisho.api.account.PermissionsResource;
import dev.sekisho.api.account.SecretsResource;
import dev.sekisho.api.audit.AuditResource;
import dev.sekisho.api.bruteforce.BlockResource;
import dev.sekisho.api.decision.DecisionResource;
import dev.sekisho.api.decision.DecisionTailResource;
import dev.sekisho.api.domain.DomainResource;
import dev.sekisho.api.domain.InstallationResource;
import dev.sekisho.api.exemption.BruteForceExemptionResource;
import dev.sekisho.api.exemption.SendExemptionResource;
import dev.sekisho.api.http.EntityTags;
import dev.sekisho.api.http.JsonFieldsReader;
import dev.sekisho.api.http.ProblemMapper;
import dev.sekisho.api.http.QueryTexts;
import dev.sekisho.api.http.RefusalMapper;
import dev.sekisho.api.http.ServiceExceptionMapper;
import dev.sekisho.api.http.UnexpectedErrorMapper;
import dev.sekisho.api.limit.AccountLimitsResource;
import dev.sekisho.api.limit.CountersResource;
import dev.sekisho.api.limit.LimitsResource;
import dev.sekisho.api.limit.PlanResource;
import dev.sekisho.api.limit.PoolCountersResource;
import dev.sekisho.api.limit.SendScopeResource;
import dev.sekisho.api.limit.SharedLimitsResource;
import dev.sekisho.api.limit.TopCountersResource;
import dev.sekisho.api.mailhost.MailHostAddressResource;
import dev.sekisho.api.mailhost.MailHostResource;
import dev.sekisho.api.mailhost.MoveResource;
import dev.sekisho.api.sender.SenderResource;
import dev.sekisho.api.staff.StaffResource;
import dev.sekisho.api.status.StatusResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The JAX-RS application under {@code /api}. */
@Immutable
@ApplicationPath("/api")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Sekisho",
                        version = "v1",
                        description = "Sekisho's directory, counters and decisions. A change takes effect at the next"
                                + " login, and for"
                                + " sending within a second. Errors are problem details (RFC 9457) that"
                                + " name each"
                                + " wrong field."),
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
                SharedLimitsResource.class,
                SenderResource.class,
                AccountStateResource.class,
                PermissionsResource.class,
                MoveResource.class,
                InstallationResource.class,
                MailHostAddressResource.class,
                StatusResource.class,
                LoginsResource.class,
                LoginDiagnosisResource.class,
                ContainmentResource.class,
                EntityTags.class,
                BlockResource.class,
                BruteForceExemptionResource.class,
                JsonFieldsReader.class,
                QueryTexts.class,
                ProblemMapper.class,
                ServiceExceptionMapper.class,
                RefusalMapper.class,
                UnexpectedErrorMapper.class);
    }
}
