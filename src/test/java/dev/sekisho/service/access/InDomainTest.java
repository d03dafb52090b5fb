// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No method of a service is open to staff of some domains without a check that its entry is in them. */
class InDomainTest {
    /** Texts without a domain; for an id or a reference the service calls {@link StaffScope} itself. */
    private static final Set<String> OTHER_TEXTS = Set.of("id", "reference", "sort");

    static List<Method> methods() {
        return ServiceRolesTest.methods();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aKeyOfWhatIsOpenToThemIsChecked(Method method) {
        Allowed allowed = method.getAnnotation(Allowed.class);
        if (allowed == null || !allowed.value().roles().contains(Roles.DOMAIN_SUPPORT)) {
            return;
        }
        for (Parameter each : method.getParameters()) {
            if (each.getType() == String.class && !OTHER_TEXTS.contains(each.getName())) {
                assertThat(each.isAnnotationPresent(InDomain.class))
                        .as(method + " " + each.getName())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aKeyIsAText(Method method) {
        for (Parameter each : method.getParameters()) {
            InDomain named = each.getAnnotation(InDomain.class);
            if (named != null) {
                assertThat(each.getType()).as(method.toString()).isEqualTo(String.class);
                assertThat(named.value()).as(method.toString()).isIn("account", "alias", "mailbox", "domain");
            }
        }
    }
}
