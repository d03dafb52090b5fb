// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class MemberPortTest {
    @Test
    void anAddressThatNoInterfaceHasIsRefusedThoughItCouldBeBound() {
        assertThat(MemberPort.obstacle("127.0.0.22", 0)).contains("it is not an address of this machine");
        assertThat(MemberPort.obstacle("192.0.2.22", 0)).contains("it is not an address of this machine");
        assertThat(MemberPort.obstacle("127.0.0.1", 0)).isEmpty();
    }

    @Test
    void aPortThatIsInUseIsRefused() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(MemberPort.obstacle("127.0.0.1", other.getLocalPort())).isPresent();
        }
    }
}
