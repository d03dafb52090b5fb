// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.login.NginxAuthResource;
import org.junit.jupiter.api.Test;

class WarmUpResourceTest {
    private final WarmUpResource resource = new WarmUpResource();
    private final NginxAuthResource endpoint = new NginxAuthResource() {};

    @Test
    void thePathDoesNotExistWithoutARound() {
        assertThat(resource.endpoint("")).isNull();
        String token = resource.open(endpoint);
        resource.close();
        assertThat(resource.endpoint(token)).isNull();
    }

    @Test
    void onlyTheTokenOfTheRoundOpensTheEndpoint() {
        String old = resource.open(endpoint);
        String token = resource.open(endpoint);
        assertThat(resource.endpoint(token)).isSameAs(endpoint);
        assertThat(token).isNotEqualTo(old);
        assertThat(resource.endpoint(old)).isNull();
        assertThat(resource.endpoint(token + "0")).isNull();
    }
}
