// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginNamesTest {
    private static LoginNames names(Map<String, String> properties) {
        return new LoginNames(TestLoginConfig.config(properties));
    }

    @Test
    void withoutASettingALoginIsNotChanged() {
        LoginNames names = names(Map.of());
        assertThat(names.whole("alice", "")).isEqualTo("alice");
        assertThat(names.whole("alice", "example.org")).isEqualTo("alice");
    }

    @Test
    void theDefaultDomainIsForLoginsWithoutOneAlone() {
        LoginNames names = names(Map.of("default-domain", "Example.ORG."));
        assertThat(names.whole("Alice", "")).isEqualTo("Alice@example.org");
        assertThat(names.whole("alice@example.net", "")).isEqualTo("alice@example.net");
        assertThat(names.whole("alice@", "")).isEqualTo("alice@");
        assertThat(names.whole("", "")).isEmpty();
        assertThat(names.whole("alice", "example.net"))
                .as("no leave to name one")
                .isEqualTo("alice@example.org");
    }

    @Test
    void aServersOwnDomainWinsWhereASettingPermitsIt() {
        LoginNames names = names(Map.of("default-domain", "example.org", "default-domain-header", "true"));
        assertThat(names.whole("alice", "Example.NET")).isEqualTo("alice@example.net");
        for (String none : new String[] {"", " ", "no domain", "@example.net", "a@b"}) {
            assertThat(names.whole("alice", none)).as(none).isEqualTo("alice@example.org");
        }
        assertThat(names(Map.of("default-domain-header", "true")).whole("alice", ""))
                .isEqualTo("alice");
    }

    @Test
    void anInvalidDomainIsAProblemAtTheStart() {
        for (String bad : new String[] {"@example.org", "example org", "a@b"}) {
            assertThatThrownBy(() -> names(Map.of("default-domain", bad))).hasMessageContaining("default-domain");
        }
    }
}
