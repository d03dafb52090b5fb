// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.api.ApiApplication;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.PathParam;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No resource is open to staff of some domains without being within them. */
class WithinDomainsTest {
    /** Keys that say no domain, whose resources ask {@link StaffScope} themselves; an app password's comes with an address. */
    private static final Set<String> OTHER_KEYS = Set.of("id", "reference");

    static List<Class<?>> resources() {
        return new ApiApplication()
                .getClasses().stream()
                        .filter(each -> each.getSimpleName().endsWith("Resource"))
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void whatIsOpenToThemIsWithinTheirDomains(Class<?> resource) {
        for (Method method : resource.getDeclaredMethods()) {
            if (!Modifier.isPublic(method.getModifiers()) || !isOpen(resource, method)) {
                continue;
            }
            assertThat(resource).as(method.toString()).hasAnnotation(WithinDomains.class);
            for (Parameter each : method.getParameters()) {
                PathParam path = each.getAnnotation(PathParam.class);
                if (path != null && !OTHER_KEYS.contains(path.value())) {
                    assertThat(path.value()).as(method.toString()).isIn("address", "name");
                    assertThat(each.getType()).as(method.toString()).isEqualTo(String.class);
                }
            }
        }
    }

    private static boolean isOpen(Class<?> resource, Method method) {
        RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
        if (roles == null) {
            roles = resource.getAnnotation(RolesAllowed.class);
        }
        return Arrays.asList(roles.value()).contains(Roles.DOMAIN_SUPPORT);
    }
}
