// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Attackers at login: {@code java Attack.java PORT RATE SECONDS ADDRESSES}, each login from another address of a /8
 * with another wrong password, half of them for accounts that exist ({@code userN@example.com}), half for unknown ones.
 *
 * <p>A connection for each login, as nginx opens them, on a schedule that does not wait for answers while a thread is
 * free.
 */
final class Attack {
    private static final int THREADS = 128;

    private Attack() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int rate = Integer.parseInt(args[1]);
        long logins = (long) rate * Integer.parseInt(args[2]);
        int addresses = Integer.parseInt(args[3]);
        InetAddress sekisho = InetAddress.getLoopbackAddress();
        AtomicLong next = new AtomicLong();
        Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
        CountDownLatch done = new CountDownLatch(THREADS);
        long begin = System.nanoTime();
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> {
                        for (long n = next.getAndIncrement(); n < logins; n = next.getAndIncrement()) {
                            long due = begin + n * 1_000_000_000L / rate;
                            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                                java.util.concurrent.locks.LockSupport.parkNanos(left);
                            }
                            answers.computeIfAbsent(login(sekisho, port, n, addresses), each -> new LongAdder())
                                    .increment();
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(Locale.ROOT, "%,d logins in %.1f s, %,.0f/s: %s%n", logins, seconds, logins / seconds, answers);
    }

    /** Sends a login and returns its Auth-Status. */
    private static String login(InetAddress sekisho, int port, long n, int addresses) {
        int address = (int) (n % addresses);
        int user = ThreadLocalRandom.current().nextInt(100_000);
        String head = "GET /auth/nginx HTTP/1.0\r\nHost: node\r\nAuth-Method: plain\r\nAuth-User: "
                + (n % 2 == 0 ? "user" : "unknown") + user + "@example.com\r\nAuth-Pass: wrong" + n
                + "\r\nAuth-Protocol: imap\r\nAuth-Login-Attempt: 1\r\nClient-IP: 11." + (address >> 16) + '.'
                + (address >> 8 & 255) + '.' + (address & 255) + "\r\nAuth-SSL: on\r\n\r\n";
        try (Socket socket = new Socket(sekisho, port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            int at = answer.indexOf("Auth-Status: ");
            return at < 0 ? "none" : answer.substring(at + 13, answer.indexOf('\r', at));
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }
}
