// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.login.NginxAuthResource;
import jakarta.ws.rs.NotFoundException;
import org.junit.jupiter.api.Test;

class WarmUpResourceTest {
    private final WarmUpResource resource = new WarmUpResource();
    private final NginxAuthResource endpoint = new NginxAuthResource() {};

    @Test
    void thePathDoesNotExistWithoutARound() {
        assertThatThrownBy(() -> resource.endpoint("")).isInstanceOf(NotFoundException.class);
        String token = resource.open(endpoint);
        resource.close();
        assertThatThrownBy(() -> resource.endpoint(token)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void onlyTheTokenOfTheRoundOpensTheEndpoint() {
        String old = resource.open(endpoint);
        String token = resource.open(endpoint);
        assertThat(resource.endpoint(token)).isSameAs(endpoint);
        assertThat(token).isNotEqualTo(old);
        assertThatThrownBy(() -> resource.endpoint(old)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> resource.endpoint(token + "0")).isInstanceOf(NotFoundException.class);
    }
}
