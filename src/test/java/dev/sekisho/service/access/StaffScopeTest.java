// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.DeletedEntries;
import dev.sekisho.directory.StaffRepository;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.NotPermitted;
import dev.sekisho.service.ServiceException;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What staff see and change. RolesIT and DomainStaffIT test the same through the API of a server. */
class StaffScopeTest {
    private static final String OURS = "alice@example.org";
    private static final String THEIRS = "bob@example.net";
    private static final Instant DELETED = Instant.parse("2026-03-01T09:00:00Z");

    private int queries;

    @ParameterizedTest
    @ValueSource(strings = {Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
    void aRoleForAllDomainsSeesEverything(String role) throws Exception {
        StaffScope scope = scope("uma", role);
        assertThat(scope.domains()).isEmpty();
        assertThat(scope.covers(THEIRS)).isTrue();
        assertThat(scope.covers(THEIRS, Instant.EPOCH)).isTrue();
        assertThat(scope.begins()).isEmpty();
        assertThat(queries).as("of the table").isZero();
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
        assertThat(queries).as("of the table, in one request").isEqualTo(1);
    }

    @Test
    void aViewerWithDomainsSeesAllAndChangesThese() throws Exception {
        StaffScope scope = scope("uma", Roles.VIEWER, Roles.DOMAIN_SUPPORT);
        assertThat(scope.covers(THEIRS)).isTrue();
        assertThat(scope.mayChange(THEIRS)).isFalse();
        assertThat(scope.mayChange(OURS)).isTrue();
    }

    @Test
    void aUserWithoutARowAndAnUnauthenticatedOneSeeNothing() throws Exception {
        assertThat(scope("eve", Roles.DOMAIN_SUPPORT).covers(OURS)).isFalse();
        assertThat(scope(null, Roles.DOMAIN_SUPPORT).covers(OURS)).isFalse();
    }

    /** Earlier entries belong to the former owner. */
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
        assertRefused(EntryMissing.class, () -> staff.expectVisible("account", THEIRS));
        assertRefused(EntryMissing.class, () -> staff.expectChangeable("account", THEIRS));
        StaffScope viewer = scope("uma", Roles.VIEWER);
        assertThatCode(() -> viewer.expectVisible("account", OURS)).doesNotThrowAnyException();
        assertRefused(NotPermitted.class, () -> viewer.expectChangeable("account", OURS));
    }

    /** As a service has them. Holds no state. */
    static final class Service {
        @Allowed(Access.SEE)
        public String get(@InDomain("alias") String address) {
            return address;
        }

        @Allowed(Access.SUPPORT)
        public String put(String text, @InDomain("alias") String address) {
            return text + address;
        }

        @Allowed(Access.SEE)
        public String domain(@InDomain("domain") String name) {
            return name;
        }

        @Allowed(Access.ADMINISTER)
        public String delete(@InDomain("domain") String name) {
            return name;
        }

        @Allowed(Access.SUPPORT)
        public String other(String id) {
            return id;
        }
    }

    @Test
    void whatAParameterNamesIsCheckedBeforeTheServiceIsCalled() throws Exception {
        DomainInterceptor staff = interceptor(scope("uma", Roles.DOMAIN_SUPPORT));
        assertThat(staff.check(call("get", OURS))).isEqualTo("proceeded");
        assertThatThrownBy(() -> staff.check(call("get", THEIRS)))
                .isInstanceOf(EntryMissing.class)
                .hasMessage("There is no alias \"" + THEIRS + "\".");
        assertThat(staff.check(call("put", THEIRS, OURS))).isEqualTo("proceeded");
        assertRefused(EntryMissing.class, () -> staff.check(call("put", OURS, THEIRS)));
        assertThat(staff.check(call("domain", "example.org"))).isEqualTo("proceeded");
        assertThat(staff.check(call("delete", "example.org"))).isEqualTo("proceeded");
        assertRefused(EntryMissing.class, () -> staff.check(call("domain", "example.net")));
        assertRefused(EntryMissing.class, () -> staff.check(call("delete", "example.net")));
        assertThat(staff.check(call("other", THEIRS)))
                .as("for a key without a domain the service checks itself")
                .isEqualTo("proceeded");

        DomainInterceptor viewer = interceptor(scope("uma", Roles.VIEWER));
        assertThat(viewer.check(call("get", THEIRS))).isEqualTo("proceeded");
        assertThat(viewer.check(call("domain", "example.net"))).isEqualTo("proceeded");
        assertRefused(NotPermitted.class, () -> viewer.check(call("put", "", OURS)));
        assertRefused(NotPermitted.class, () -> viewer.check(call("delete", "example.org")));
    }

    private static void assertRefused(Class<? extends ServiceException> type, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(type);
    }

    private static DomainInterceptor interceptor(StaffScope scope) throws ReflectiveOperationException {
        DomainInterceptor interceptor = new DomainInterceptor();
        ServiceRolesTest.set(interceptor, "scope", scope);
        return interceptor;
    }

    private static InvocationContext call(String name, Object... parameters) {
        Method method = Arrays.stream(Service.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return ServiceRolesTest.call(method, parameters);
    }

    private StaffScope scope(@Nullable String user, String... roles) throws ReflectiveOperationException {
        Actor actor = new Actor();
        actor.begin(new Caller(() -> user == null ? null : () -> user, Set.of(roles)::contains, "192.0.2.7"));
        StaffScope scope = new StaffScope();
        ServiceRolesTest.set(scope, "actor", actor);
        ServiceRolesTest.set(scope, "staff", new StaffRepository() {
            @Override
            public Set<String> domainsOf(String name) {
                queries++;
                return name.equals("uma") ? Set.of("example.org", "example.com") : Set.of();
            }
        });
        ServiceRolesTest.set(scope, "deleted", new DeletedEntries() {
            @Override
            public Map<String, Instant> formerDomains(Collection<String> names) {
                return names.contains("example.org") ? Map.of("example.org", DELETED) : Map.of();
            }
        });
        return scope;
    }
}
