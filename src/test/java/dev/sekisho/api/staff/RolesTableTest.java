// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.api.ApiApplication;
import dev.sekisho.service.access.RolesTable;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every endpoint of the API has a row in the table of roles, and nothing bypasses the services. */
class RolesTableTest {
    private static final Pattern INJECTED = Pattern.compile("@Inject\\s+private (?:transient )?(\\w+) ");

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

    /**
     * Endpoints and pages act through the services, whose methods have rows; none has the database or an endpoint of
     * its own.
     */
    @ParameterizedTest
    @ValueSource(strings = {"console", "api"})
    void nothingGoesRoundTheServices(String component) throws IOException {
        try (Stream<java.nio.file.Path> files =
                Files.walk(java.nio.file.Path.of("src/main/java/dev/sekisho", component))) {
            for (java.nio.file.Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher found = INJECTED.matcher(Files.readString(file, StandardCharsets.UTF_8));
                while (found.find()) {
                    assertThat(found.group(1))
                            .as(file.toString())
                            .doesNotEndWith("Resource")
                            .doesNotEndWith("Repository")
                            .doesNotEndWith("Store")
                            .doesNotEndWith("Writer")
                            .isNotEqualTo("AccountImport");
                }
            }
        }
    }

    private static Set<String> keys(List<RolesTable.Row> rows) {
        return rows.stream().map(RolesTable.Row::key).collect(Collectors.toCollection(TreeSet::new));
    }
}
