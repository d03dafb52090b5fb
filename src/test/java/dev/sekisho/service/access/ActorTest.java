// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.service.InvalidRequest;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The user, the reason and the precondition of a request. */
class ActorTest {
    private final Actor actor = new Actor();

    @Test
    void aRequestWithoutAUserHasNoName() {
        assertThat(actor.name()).isEmpty();
        assertThat(actor.address()).isEmpty();
        actor.begin(new Caller(() -> null, Set.of(Roles.ADMIN)::contains, "192.0.2.7"));
        assertThat(actor.name()).isEmpty();
        assertThat(actor.address()).contains("192.0.2.7");
    }

    @Test
    void theNameIsThatOfTheSignedInUser() {
        actor.begin(new Caller(() -> () -> "uma", Set.of()::contains, "192.0.2.7"));
        assertThat(actor.name()).isEqualTo("uma");
    }

    @Test
    void aReasonOfFiveHundredCharactersIsTheLongest() {
        assertThat(actor.reason()).isEmpty();
        actor.explain("x".repeat(500));
        assertThat(actor.reason()).contains("x".repeat(500));
        actor.explain("x".repeat(501));
        assertThatThrownBy(actor::reason).isInstanceOf(InvalidRequest.class).hasMessageContaining("X-Reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticket 4711\n", "\0", "\u0085"})
    void aReasonWithControlCharactersIsInvalid(String reason) {
        actor.explain(reason);
        assertThatThrownBy(actor::reason).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void allPreconditionsMustHold() {
        Optional<String> version = Optional.of("3");
        assertThat(actor.precondition().holds(version)).isTrue();
        assertThat(actor.precondition().holds(Optional.empty())).isTrue();
        actor.expect(Optional::isPresent);
        assertThat(actor.precondition().holds(version)).isTrue();
        assertThat(actor.precondition().holds(Optional.empty())).isFalse();
        actor.expect(given -> given.equals(Optional.of("4")));
        assertThat(actor.precondition().holds(version)).isFalse();
        assertThat(actor.precondition().holds(Optional.of("4"))).isTrue();
        assertThat(actor.precondition().holds(Optional.empty())).isFalse();
    }
}
