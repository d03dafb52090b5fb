// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes over real sockets; needs no container. */
class SocketGreetingsIT {
    private static final String HERE = "127.0.0.1";
    private static final int LIMIT_MILLIS = 3000;

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final List<Socket> accepted = new ArrayList<>();
    private SocketGreetings greetings;

    @BeforeEach
    void open() {
        greetings = new SocketGreetings(
                Thread::new, (task, millis) -> timer.schedule(task, millis, TimeUnit.MILLISECONDS), LIMIT_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        greetings.close();
        timer.shutdownNow();
        for (Socket each : accepted) {
            each.close();
        }
    }

    @Test
    void hundredsOfSilentAddressesKeepNoneOfTheOthersWaiting() throws Exception {
        try (ServerSocket silent = listener();
                ServerSocket good = listener()) {
            List<CompletableFuture<Boolean>> hung = new ArrayList<>();
            for (int i = 0; i < SocketGreetings.MAX_OPEN - 1; i++) {
                hung.add(probe(silent, Greeting.IMAP));
            }
            CompletableFuture<Boolean> probed = probe(good, Greeting.IMAP);
            say(good, "* OK ready\r\n");
            assertThat(probed.get(LIMIT_MILLIS / 2, TimeUnit.MILLISECONDS)).isTrue();
            assertThat(hung).noneMatch(CompletableFuture::isDone);
            for (CompletableFuture<Boolean> each : hung) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isFalse();
            }
        }
    }

    @Test
    void probesBeyondTheBoundRunAfterTheOthers() throws Exception {
        try (ServerSocket silent = listener();
                ServerSocket good = listener()) {
            long begin = System.nanoTime();
            for (int i = 0; i < SocketGreetings.MAX_OPEN; i++) {
                var unused = probe(silent, Greeting.IMAP);
            }
            CompletableFuture<Boolean> probed = probe(good, Greeting.SMTP);
            say(good, "220 ready\r\n");
            assertThat(probed.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
                    .as("it waited for the end of another probe")
                    .isGreaterThanOrEqualTo(LIMIT_MILLIS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IMAP, * OK ready, true",
        "IMAP, * BYE overloaded, false",
        "POP3, +OK ready, true",
        "POP3, -ERR, false",
        "SMTP, 220 mail.example.org ESMTP, true",
        "SMTP, 220-mail.example.org, true",
        "SMTP, 554 go away, false"
    })
    void theFirstLineDecides(Greeting greeting, String line, boolean good) throws Exception {
        try (ServerSocket server = listener()) {
            CompletableFuture<Boolean> probed = probe(server, greeting);
            say(server, line + "\r\n");
            assertThat(probed.get(10, TimeUnit.SECONDS)).isEqualTo(good);
        }
    }

    @Test
    void aPortWithoutAListenerDoesNotGreet() throws Exception {
        int port;
        try (ServerSocket gone = listener()) {
            port = gone.getLocalPort();
        }
        assertThat(greetings
                        .greets(HERE, port, Greeting.IMAP)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .isFalse();
    }

    @Test
    void afterTheEndNoProbeIsSentAndNothingFails() throws Exception {
        greetings.close();
        assertThat(greetings
                        .greets(HERE, 1, Greeting.IMAP)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .isFalse();
    }

    private CompletableFuture<Boolean> probe(ServerSocket server, Greeting greeting) {
        return greetings.greets(HERE, server.getLocalPort(), greeting).toCompletableFuture();
    }

    private void say(ServerSocket server, String text) throws IOException {
        Socket socket = server.accept();
        accepted.add(socket);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 2 * SocketGreetings.MAX_OPEN, InetAddress.getLoopbackAddress());
    }
}
