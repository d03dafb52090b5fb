// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sekisho.service.NotPermitted;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of a service has a row in the table of roles, and the rows are correct. */
class ServiceRolesTest {
    private static final List<String> COLUMNS =
            List.of(Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN, "none");

    private static final List<Method> METHODS = new ClassFileImporter(Set.of(new ImportOption.DoNotIncludeTests()))
            .importPackages("dev.sekisho.service").stream()
                    .filter(each -> each.getSimpleName().endsWith("Service"))
                    .map(JavaClass::reflect)
                    .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                    .filter(each -> Modifier.isPublic(each.getModifiers())
                            && !Modifier.isStatic(each.getModifiers())
                            && !each.isSynthetic())
                    .sorted(Comparator.comparing(ServiceRolesTest::name))
                    .toList();

    static List<Method> methods() {
        return METHODS;
    }

    @Test
    void everyMethodHasARow() {
        List<String> keys =
                RolesTable.services().stream().map(RolesTable.Row::key).toList();
        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(
                        methods().stream().map(ServiceRolesTest::name).toList());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodDeclaresItsRoles(Method method) {
        assertThat(method.isAnnotationPresent(Allowed.class))
                .as(method.toString())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aCallNeedsARole(RolesTable.Row row) throws Exception {
        Method method = methods().stream()
                .filter(each -> name(each).equals(row.key()))
                .findFirst()
                .orElseThrow();
        assertThat(row.cells()).hasSameSizeAs(COLUMNS);
        for (int i = 0; i < COLUMNS.size(); i++) {
            RoleInterceptor interceptor = new RoleInterceptor();
            set(interceptor, "actor", actorWith(COLUMNS.get(i)));
            Throwable thrown = catchThrowable(() -> interceptor.check(call(method)));
            assertThat(thrown instanceof NotPermitted refused && refused.isByRole() ? "no" : "yes")
                    .as(row.key() + " by " + COLUMNS.get(i))
                    .isEqualTo(row.cells().get(i));
        }
    }

    @Test
    void aPermittedCallReturnsTheResultOfTheService() throws Exception {
        RoleInterceptor interceptor = new RoleInterceptor();
        set(interceptor, "actor", actorWith(Roles.ADMIN));
        assertThat(interceptor.check(call(methods().get(0)))).isEqualTo("proceeded");
    }

    @Test
    void withoutACallerNoRoleIsPresent() {
        for (Access each : Access.values()) {
            assertThat(new Actor().may(each)).as(each.name()).isFalse();
        }
    }

    static List<RolesTable.Row> rows() {
        return RolesTable.services();
    }

    static Actor actorWith(String... roles) {
        Actor actor = new Actor();
        actor.begin(new Caller(() -> () -> "uma", Set.of(roles)::contains, "192.0.2.7"));
        return actor;
    }

    static InvocationContext call(Method method, Object... parameters) {
        return (InvocationContext) Proxy.newProxyInstance(
                ServiceRolesTest.class.getClassLoader(),
                new Class<?>[] {InvocationContext.class},
                (self, call, given) -> switch (call.getName()) {
                    case "getMethod" -> method;
                    case "getParameters" -> parameters;
                    default -> "proceeded";
                });
    }

    /** Puts into a bean what the container would inject. */
    static void set(Object bean, String name, Object value) throws ReflectiveOperationException {
        Field field = bean.getClass().getDeclaredField(name);
        field.setAccessible(true);
        field.set(bean, value);
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
