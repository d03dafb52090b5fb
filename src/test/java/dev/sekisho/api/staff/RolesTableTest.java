// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sekisho.api.ApiApplication;
import dev.sekisho.api.Operator;
import dev.sekisho.api.Watch;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing of the API or the console is without a row in the tables of roles; and the console's rows hold. */
class RolesTableTest {
    /** What the pages are shown by, and what is no call of its own. */
    private static final Set<String> QUESTIONS = Set.of(
            "Operator.because",
            "Operator.given",
            "Operator.mayEnter",
            "Operator.mayHelp",
            "Operator.maySee",
            "Operator.maySupport",
            "Operator.mayAdminister",
            "Watch.mayLift");

    private static final List<String> COLUMNS =
            List.of(Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN, "none");

    @Test
    void everyEndpointHasARow() {
        Set<String> endpoints = new TreeSet<>();
        for (Class<?> resource : new ApiApplication().getClasses()) {
            Path base = resource.getAnnotation(Path.class);
            if (base == null) {
                continue;
            }
            for (Method method : resource.getDeclaredMethods()) {
                Path below = method.getAnnotation(Path.class);
                String path = base.value().substring("/v1".length()) + (below == null ? "" : "/" + below.value());
                for (Annotation each : method.getAnnotations()) {
                    HttpMethod verb = each.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        endpoints.add(verb.value() + " " + path);
                    }
                }
            }
        }
        assertThat(keys(RolesTable.api())).isEqualTo(endpoints);
        assertThat(RolesTable.api())
                .allSatisfy(row -> assertThat(row.cells()).as(row.key()).hasSize(7));
    }

    @Test
    void everyActionOfTheConsoleHasARow() {
        Set<String> calls = Stream.of(Operator.class, Watch.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(RolesTableTest::name)
                .filter(name -> !QUESTIONS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(keys(RolesTable.console())).isEqualTo(calls);
    }

    /** The actions of pages go through the calls that have rows; no page has a resource of its own. */
    @Test
    void noPageGoesRoundThem() throws Exception {
        Pattern injected = Pattern.compile("@Inject\\s+private (\\w+) ");
        try (Stream<java.nio.file.Path> pages =
                Files.list(java.nio.file.Path.of("src/main/java/dev/sekisho/console"))) {
            for (java.nio.file.Path page : pages.toList()) {
                Matcher found = injected.matcher(Files.readString(page, StandardCharsets.UTF_8));
                while (found.find()) {
                    assertThat(found.group(1))
                            .as(page.toString())
                            .doesNotEndWith("Resource")
                            .doesNotEndWith("Repository")
                            .isNotEqualTo("AccountImport");
                }
            }
        }
    }

    static List<RolesTable.Row> console() {
        return RolesTable.console();
    }

    /** Without anything behind it a call that is permitted ends in a null pointer, and one that is not in a 403. */
    @ParameterizedTest
    @MethodSource("console")
    void aCallAsksForItsRoles(RolesTable.Row row) throws Exception {
        for (int i = 0; i < COLUMNS.size(); i++) {
            Operator operator = new Operator();
            Map<Object, Object> attributes = new HashMap<>();
            set(operator, "request", userWith(COLUMNS.get(i), attributes));
            Watch watch = new Watch();
            set(watch, "operator", operator);
            Object target = row.key().startsWith("Operator") ? operator : watch;
            Method method = Arrays.stream(target.getClass().getDeclaredMethods())
                    .filter(each -> name(each).equals(row.key()))
                    .findFirst()
                    .orElseThrow();
            Throwable thrown = catchThrowable(() -> method.invoke(target, arguments(method)));
            boolean refused = thrown instanceof InvocationTargetException
                    && thrown.getCause() instanceof ProblemException problem
                    && problem.problem().status() == 403;
            assertThat(refused ? "no" : "yes")
                    .as(row.key() + " by " + COLUMNS.get(i))
                    .isEqualTo(row.cells().get(i));
            if (target == operator && !refused && takesReason(method)) {
                assertThat(attributes).as("the audit trail's of " + row.key()).containsEntry(ChangeLog.REASON, "x");
            }
        }
    }

    private static boolean takesReason(Method method) {
        return Arrays.stream(method.getParameters())
                .anyMatch(each -> each.getName().equals("reason"));
    }

    @Test
    void aReasonIsWhatIsLeftWithoutItsBlanks() throws Exception {
        Operator operator = new Operator();
        Map<Object, Object> attributes = new HashMap<>();
        set(operator, "request", userWith(Roles.ADMIN, attributes));
        operator.because(" \t");
        assertThat(attributes).isEmpty();
        operator.because(" so it is ");
        assertThat(attributes).containsExactly(Map.entry(ChangeLog.REASON, "so it is"));
        assertThat(Operator.given(" ")).isNull();
        assertThat(Operator.given(" a b ")).isEqualTo("a b");
    }

    private static @Nullable Object[] arguments(Method method) {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            arguments.add(type == boolean.class ? true : "x");
        }
        return arguments.toArray();
    }

    private static HttpServletRequest userWith(String role, Map<Object, Object> attributes) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                RolesTableTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, call, given) -> switch (call.getName()) {
                    case "isUserInRole" -> role.equals(given[0]);
                    case "setAttribute" -> attributes.put(given[0], given[1]);
                    default -> null;
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

    private static Set<String> keys(List<RolesTable.Row> rows) {
        return rows.stream().map(RolesTable.Row::key).collect(Collectors.toCollection(TreeSet::new));
    }
}
