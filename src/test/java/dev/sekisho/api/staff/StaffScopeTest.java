// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.api.http.ProblemException;
import dev.sekisho.directory.DeletedEntries;
import dev.sekisho.directory.StaffRepository;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.PathParam;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What staff see and change. In the server RolesIT and DomainStaffIT ask the same of the whole API. */
class StaffScopeTest {
    private static final String OURS = "alice@example.org";
    private static final String THEIRS = "bob@example.net";
    private static final Instant DELETED = Instant.parse("2026-03-01T09:00:00Z");

    private int asked;

    @ParameterizedTest
    @ValueSource(strings = {Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
    void whoHasAWholeRoleSeesEverything(String role) throws Exception {
        StaffScope scope = scope("uma", role);
        assertThat(scope.domains()).isEmpty();
        assertThat(scope.covers(THEIRS)).isTrue();
        assertThat(scope.covers(THEIRS, Instant.EPOCH)).isTrue();
        assertThat(scope.begins()).isEmpty();
        assertThat(asked).as("of the table").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.SUPPORT, Roles.ADMIN})
    void supportAndAdministratorsChangeInAllDomains(String role) throws Exception {
        assertThat(scope("uma", role).changeableDomains()).isEmpty();
        assertThat(scope("uma", role).mayChange(THEIRS)).isTrue();
    }

    @Test
    void aViewerChangesNothing() throws Exception {
        assertThat(scope("uma", Roles.VIEWER).changeableDomains()).contains(Set.of());
        assertThat(scope("uma", Roles.VIEWER).mayChange(OURS)).isFalse();
    }

    @Test
    void staffOfSomeDomainsSeeAndChangeThese() throws Exception {
        StaffScope scope = scope("uma", Roles.DOMAIN_SUPPORT);
        for (String ours : new String[] {OURS, "Alice@Example.ORG", "@example.org", "\"a@b\"@example.org"}) {
            assertThat(scope.covers(ours)).as(ours).isTrue();
            assertThat(scope.mayChange(ours)).as(ours).isTrue();
        }
        for (String theirs : new String[] {THEIRS, "@example.net", "alice@sub.example.org", "example.org@x", ""}) {
            assertThat(scope.covers(theirs)).as(theirs).isFalse();
            assertThat(scope.mayChange(theirs)).as(theirs).isFalse();
        }
        assertThat(asked).as("of the table, in one request").isEqualTo(1);
    }

    @Test
    void aViewerWhoLooksAfterDomainsSeesAllAndChangesThese() throws Exception {
        StaffScope scope = scope("uma", Roles.VIEWER, Roles.DOMAIN_SUPPORT);
        assertThat(scope.covers(THEIRS)).isTrue();
        assertThat(scope.mayChange(THEIRS)).isFalse();
        assertThat(scope.mayChange(OURS)).isTrue();
    }

    @Test
    void whoIsNotInTheTableOrNobodySeesNothing() throws Exception {
        assertThat(scope("eve", Roles.DOMAIN_SUPPORT).covers(OURS)).isFalse();
        assertThat(scope(null, Roles.DOMAIN_SUPPORT).covers(OURS)).isFalse();
    }

    /** What is written of the time before is its former owner's. */
    @Test
    void ofADomainThatHadAFormerOwnerOnlyWhatCameAfterIsSeen() throws Exception {
        StaffScope scope = scope("uma", Roles.DOMAIN_SUPPORT);
        assertThat(scope.begins()).containsExactly(Map.entry("example.org", DELETED));
        assertThat(scope.covers(OURS, DELETED)).isFalse();
        assertThat(scope.covers("Alice@Example.ORG", DELETED)).isFalse();
        assertThat(scope.covers(OURS, DELETED.plusMillis(1))).isTrue();
        assertThat(scope.covers("carol@example.com", Instant.EPOCH))
                .as("of one that had none")
                .isTrue();
        assertThat(scope.covers(THEIRS, DELETED.plusMillis(1))).isFalse();
    }

    @Test
    void whatIsNotTheirsIsNotThereAndWhatTheyOnlySeeIsForbidden() throws Exception {
        StaffScope staff = scope("uma", Roles.DOMAIN_SUPPORT);
        assertThatCode(() -> staff.expectVisible("account", OURS)).doesNotThrowAnyException();
        assertThatCode(() -> staff.expectChangeable("account", OURS)).doesNotThrowAnyException();
        assertProblem(404, () -> staff.expectVisible("account", THEIRS));
        assertProblem(404, () -> staff.expectChangeable("account", THEIRS));
        StaffScope viewer = scope("uma", Roles.VIEWER);
        assertThatCode(() -> viewer.expectVisible("account", OURS)).doesNotThrowAnyException();
        assertProblem(403, () -> viewer.expectChangeable("account", OURS));
    }

    /** As a resource has them. Holds no state. */
    @WithinDomains("alias")
    static final class Resource {
        @GET
        public String get(@PathParam("address") String address) {
            return address;
        }

        @HEAD
        public String head(@PathParam("address") String address) {
            return address;
        }

        @PUT
        public String put(String body, @PathParam("address") String address) {
            return body + address;
        }

        @GET
        public String domain(@PathParam("name") String name) {
            return name;
        }

        @DELETE
        public String delete(@PathParam("name") String name) {
            return name;
        }

        @DELETE
        public String other(@PathParam("id") String id) {
            return id;
        }
    }

    @Test
    void whatAPathNamesIsJudgedBeforeTheResourceIsAsked() throws Exception {
        WithinDomainsInterceptor staff = interceptor(scope("uma", Roles.DOMAIN_SUPPORT));
        for (String method : new String[] {"get", "head"}) {
            assertThat(staff.within(call(method, OURS))).isEqualTo("asked");
            assertThatThrownBy(() -> staff.within(call(method, THEIRS)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("alias");
        }
        assertThat(staff.within(call("put", THEIRS, OURS))).isEqualTo("asked");
        assertProblem(404, () -> staff.within(call("put", OURS, THEIRS)));
        assertThat(staff.within(call("domain", "example.org"))).isEqualTo("asked");
        assertThat(staff.within(call("delete", "example.org"))).isEqualTo("asked");
        assertProblem(404, () -> staff.within(call("domain", "example.net")));
        assertProblem(404, () -> staff.within(call("delete", "example.net")));
        assertThat(staff.within(call("other", THEIRS)))
                .as("of a key that says no domain the resource asks itself")
                .isEqualTo("asked");

        WithinDomainsInterceptor viewer = interceptor(scope("uma", Roles.VIEWER));
        assertThat(viewer.within(call("get", THEIRS))).isEqualTo("asked");
        assertThat(viewer.within(call("head", THEIRS))).isEqualTo("asked");
        assertThat(viewer.within(call("domain", "example.net"))).isEqualTo("asked");
        assertProblem(403, () -> viewer.within(call("put", "", OURS)));
        assertProblem(403, () -> viewer.within(call("delete", "example.org")));
    }

    private static void assertProblem(int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problem().status()).isEqualTo(status));
    }

    private static WithinDomainsInterceptor interceptor(StaffScope scope) throws ReflectiveOperationException {
        WithinDomainsInterceptor interceptor = new WithinDomainsInterceptor();
        RolesTableTest.set(interceptor, "scope", scope);
        return interceptor;
    }

    private static InvocationContext call(String name, Object... parameters) {
        Method method = Arrays.stream(Resource.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return (InvocationContext) Proxy.newProxyInstance(
                StaffScopeTest.class.getClassLoader(),
                new Class<?>[] {InvocationContext.class},
                (self, call, given) -> switch (call.getName()) {
                    case "getMethod" -> method;
                    case "getParameters" -> parameters;
                    default -> "asked";
                });
    }

    private StaffScope scope(@Nullable String user, String... roles) throws ReflectiveOperationException {
        StaffScope scope = new StaffScope();
        RolesTableTest.set(scope, "request", request(user, Set.of(roles)));
        RolesTableTest.set(scope, "staff", new StaffRepository() {
            @Override
            public Set<String> domainsOf(String name) {
                asked++;
                return name.equals("uma") ? Set.of("example.org", "example.com") : Set.of();
            }
        });
        RolesTableTest.set(scope, "deleted", new DeletedEntries() {
            @Override
            public Map<String, Instant> formerDomains(Collection<String> names) {
                return names.contains("example.org") ? Map.of("example.org", DELETED) : Map.of();
            }
        });
        return scope;
    }

    private static HttpServletRequest request(@Nullable String user, Set<String> roles) {
        Map<Object, Object> attributes = new HashMap<>();
        Principal principal = user == null ? null : () -> user;
        return (HttpServletRequest) Proxy.newProxyInstance(
                StaffScopeTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, call, given) -> switch (call.getName()) {
                    case "isUserInRole" -> roles.contains(given[0]);
                    case "getUserPrincipal" -> principal;
                    case "getAttribute" -> attributes.get(given[0]);
                    case "setAttribute" -> attributes.put(given[0], given[1]);
                    default -> throw new UnsupportedOperationException(call.getName());
                });
    }
}
