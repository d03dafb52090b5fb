// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Sends, logins and quota requests at a steady rate, and what became of each. */
final class Load {
    /** What an operator sets in main.cf: timeout=5s. */
    private static final int POSTFIX_TIMEOUT_MILLIS = 5_000;

    private static final int SENDERS = 36;
    private static final int LOGINS = 10;
    private static final int QUOTAS = 8;

    interface Task {
        void run() throws Exception;
    }

    final AtomicLong[] counted = longs(Settings.ACCOUNTS);
    final AtomicLong[] uncertain = longs(Settings.ACCOUNTS);
    final AtomicLong[] admitted = longs(Settings.LIMITED);
    final AtomicLong[] maybeAdmitted = longs(Settings.LIMITED);
    final Map<String, AtomicLong> outcomes = new ConcurrentHashMap<>();
    final Map<String, AtomicLong> slowest = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    /** True while a fault, or its aftermath, is under way. */
    volatile boolean faulty;
    /** True while the server itself is down. */
    volatile boolean down;
    volatile boolean over;

    private final AtomicLong messages = new AtomicLong();
    private final long seed;

    Load(long seed) {
        this.seed = seed;
    }

    static AtomicLong[] longs(int count) {
        AtomicLong[] all = new AtomicLong[count];
        for (int i = 0; i < count; i++) {
            all[i] = new AtomicLong();
        }
        return all;
    }

    static Thread daemon(String name, Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (Exception e) {
                System.err.println(name + ": " + e);
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    void start() {
        for (int i = 0; i < SENDERS; i++) {
            Random random = new Random(seed * 1_000 + i);
            daemon("send", new Sender(random)::run);
        }
        for (int i = 0; i < LOGINS; i++) {
            Random random = new Random(seed * 1_000 + 100 + i);
            daemon("login", () -> paced(100, random, () -> login(random)));
        }
        for (int i = 0; i < QUOTAS; i++) {
            Random random = new Random(seed * 1_000 + 200 + i);
            daemon("quota", new Quota(random)::run);
        }
    }

    private void paced(int everyMillis, Random random, Task task) throws Exception {
        long next = System.nanoTime() + random.nextInt(everyMillis) * 1_000_000L;
        while (!over) {
            long wait = next - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
            // What could not be sent while nothing answered is not caught up with.
            next = Math.max(next + everyMillis * 1_000_000L, System.nanoTime() - everyMillis * 1_000_000L);
            task.run();
        }
    }

    private void count(String outcome) {
        outcomes.computeIfAbsent(outcome, each -> new AtomicLong()).incrementAndGet();
    }

    private String during() {
        return down ? ", server down" : faulty ? ", during a fault" : "";
    }

    private void took(String what, long began) {
        long millis = (System.nanoTime() - began) / 1_000_000;
        slowest.computeIfAbsent(what, each -> new AtomicLong()).accumulateAndGet(millis, Math::max);
    }

    private void violation(String text) {
        if (violations.size() < 200) {
            violations.add(text);
        }
    }

    /** A connection of Postfix to the policy port. */
    private abstract class PolicyClient {
        final Random random;
        private final int port;
        private Socket socket;

        PolicyClient(Random random, int port) {
            this.random = random;
            this.port = port;
        }

        /** The action; null without an answer, in which case {@code sent} tells whether the request may have arrived. */
        String submit(String request, boolean[] sent) {
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    if (socket == null) {
                        socket = new Socket();
                        socket.setTcpNoDelay(true);
                        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                        socket.setSoTimeout(POSTFIX_TIMEOUT_MILLIS);
                    }
                    sent[0] = true;
                    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                    return action(socket.getInputStream());
                } catch (IOException e) {
                    close();
                    pause(1_000);
                }
            }
            return null;
        }

        private void close() {
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException e) {
                // It is gone either way.
            }
            socket = null;
        }

        private String action(InputStream in) throws IOException {
            StringBuilder text = new StringBuilder();
            for (int read = in.read(); read >= 0; read = in.read()) {
                text.append((char) read);
                if (text.length() > 1 && text.charAt(text.length() - 1) == '\n' && text.charAt(text.length() - 2) == '\n') {
                    return text.toString().strip().replace("action=", "");
                }
            }
            throw new IOException("closed");
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Sender extends PolicyClient {
        Sender(Random random) {
            super(random, Settings.SEND);
        }

        void run() throws Exception {
            paced(100, random, this::send);
        }

        private void send() {
            boolean limited = random.nextInt(10) == 0;
            int number = random.nextInt(limited ? Settings.LIMITED : Settings.ACCOUNTS);
            int cost = limited ? 1 : 1 + random.nextInt(5);
            String request = "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nprotocol_name=ESMTP\ninstance=c"
                    + Long.toHexString(seed) + "." + messages.incrementAndGet() + "\nqueue_id=4X\nsize=1000\nclient_address=192.0.2."
                    + random.nextInt(256) + "\nrecipient_count=" + cost + "\nsasl_method=PLAIN\nsasl_username="
                    + (limited ? Settings.limited(number) : Settings.account(number)) + "\nsender=x@" + Settings.DOMAIN + "\n\n";
            boolean[] sent = new boolean[1];
            long began = System.nanoTime();
            String action = submit(request, sent);
            if (action == null) {
                count("send: no answer" + during());
                if (!down && !faulty && !over) {
                    violation("a send had no answer without a fault");
                }
                if (sent[0]) {
                    (limited ? maybeAdmitted : uncertain)[number].addAndGet(cost);
                }
                return;
            }
            took(faulty ? "send, during faults" : "send", began);
            if (action.equals("DUNNO")) {
                count("send: DUNNO");
                (limited ? admitted : counted)[number].addAndGet(cost);
            } else if (limited && action.startsWith("450 4.7.1")) {
                count("send: over the limit");
            } else {
                count("send: " + action);
                violation("a send was answered " + action);
            }
        }
    }

    private final class Quota extends PolicyClient {
        Quota(Random random) {
            super(random, Settings.QUOTA);
        }

        void run() throws Exception {
            paced(200, random, this::recipient);
        }

        private void recipient() {
            boolean full = random.nextBoolean();
            String request = "request=smtpd_access_policy\nprotocol_state=RCPT\ninstance=q" + Long.toHexString(seed) + "."
                    + messages.incrementAndGet() + "\nclient_address=198.51.100." + random.nextInt(256) + "\nsize=" + (full ? 999_999_999 : 1_000)
                    + "\nsender=x@elsewhere.example\nrecipient=" + Settings.account(random.nextInt(Settings.ACCOUNTS)) + "\n\n";
            long began = System.nanoTime();
            String action = submit(request, new boolean[1]);
            if (action == null) {
                count("quota: no answer" + during());
                if (!down && !faulty && !over) {
                    violation("a quota request had no answer without a fault");
                }
                return;
            }
            took(faulty ? "quota, during faults" : "quota", began);
            count("quota: " + (action.length() > 9 ? action.substring(0, 9) : action));
            if (!full && !action.equals("DUNNO")) {
                violation("a mailbox with room was answered " + action);
            } else if (full && !faulty && action.equals("DUNNO")) {
                count("quota: full, passed without a fault");
            }
        }
    }

    private void login(Random random) {
        boolean right = random.nextInt(5) > 0;
        int number = random.nextInt(Settings.ACCOUNTS);
        String client = right ? "10.1." + number + ".7" : "10.9." + random.nextInt(256) + "." + random.nextInt(256);
        String request = "GET /auth/nginx HTTP/1.0\r\nHost: chaos\r\nX-Auth-Key: " + Settings.KEY
                + "\r\nAuth-Method: plain\r\nAuth-Protocol: imap\r\nAuth-User: " + Settings.account(number) + "\r\nAuth-Pass: "
                + (right ? "secret" + number : "wrong" + random.nextInt()) + "\r\nAuth-Login-Attempt: 1\r\nClient-IP: " + client + "\r\n\r\n";
        long began = System.nanoTime();
        String status = null;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Settings.HTTP), 1_000);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                if (line.startsWith("Auth-Status: ")) {
                    status = line.substring(13);
                }
            }
        } catch (SocketTimeoutException e) {
            status = "(20 s)";
        } catch (IOException e) {
            status = null;
        }
        if (status == null || status.equals("(20 s)")) {
            count("login: no answer" + during());
            if (!down && !over) {
                violation("a login had no answer" + (faulty ? " during a fault" : ""));
            }
            return;
        }
        if (!down) {
            took(faulty ? "login, during faults" : "login", began);
        }
        boolean temporary = status.contains("UNAVAILABLE") || status.startsWith("Temporar");
        count("login: " + (right ? "right" : "wrong") + " password, " + (temporary ? "temporary failure" : status.equals("OK") ? "OK" : "refused"));
        if (right && !temporary && !status.equals("OK")) {
            violation("a right password was answered " + status);
        } else if (!right && status.equals("OK")) {
            violation("a wrong password was answered OK");
        } else if (right && temporary && !faulty && !down) {
            violation("a login was answered " + status + " without a fault");
        }
    }
}
