// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The policy listeners on real sockets, with recorded requests of Postfix. */
class PolicyListenerIT extends SekishoUnderTest {
    @Test
    void aWholeRecordedSessionIsAnsweredInOrder() throws Exception {
        String answers = exchange(SENDLIMIT_PORT, recording("postfix-submission-all-stages.policy"));
        String requests = new String(recording("postfix-submission-all-stages.policy"), StandardCharsets.UTF_8);
        assertThat(answers).isEqualTo("action=DUNNO\n\n".repeat(requests.split("\n\n").length));
    }

    @Test
    void aRequestInPiecesIsAnswered() throws Exception {
        byte[] request = recording("postfix-submission-end-of-message.policy");
        try (Socket socket = connect()) {
            for (byte each : request) {
                socket.getOutputStream().write(each);
            }
            assertThat(read(socket, 14)).isEqualTo("action=DUNNO\n\n");
        }
    }

    @Test
    void nonsenseClosesItsConnectionAndNoOther() throws Exception {
        try (Socket good = connect()) {
            assertThat(exchange(SENDLIMIT_PORT, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                    .isEmpty();
            good.getOutputStream().write(recording("postfix-rcpt.policy"));
            assertThat(read(good, 14)).isEqualTo("action=DUNNO\n\n");
        }
    }

    @Test
    void fiveHundredConnectionsAreNothingSpecial() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                sockets.add(connect());
            }
            byte[] request = recording("postfix-rcpt.policy");
            for (Socket socket : sockets) {
                socket.getOutputStream().write(request);
            }
            for (Socket socket : sockets) {
                assertThat(read(socket, 14)).isEqualTo("action=DUNNO\n\n");
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), SENDLIMIT_PORT), 5000);
        return socket;
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }
}
