// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The faults, each with its begin and its end. Two run side by side: one of the database or the server, one of clients and the machine. */
final class Faults {
    interface Fault {
        /** Lasts about so many milliseconds, and leaves all as it was. */
        void inject(long millis) throws Exception;
    }

    private final Server server;
    private final Relay relay;
    private final MailHost mailHost;
    private final Load load;
    private final Random random;
    private final Map<String, Fault> ofStores = new TreeMap<>();
    private final Map<String, Fault> ofOthers = new TreeMap<>();
    /** How often each was injected. */
    final Map<String, Integer> injected = new TreeMap<>();

    Faults(Server server, Relay relay, MailHost mailHost, Load load, Random random) {
        this.server = server;
        this.relay = relay;
        this.mailHost = mailHost;
        this.load = load;
        this.random = random;
        ofStores.put("database frozen", this::databaseFrozen);
        ofStores.put("database stopped", this::databaseStopped);
        ofStores.put("account table locked", millis -> locked("account", millis));
        ofStores.put("counter table locked", millis -> locked("counter_journal", millis));
        ofStores.put("database slow", this::databaseSlow);
        ofStores.put("network to the database silent", this::databaseSilent);
        ofStores.put("no database connections", this::noConnections);
        ofStores.put("database read-only", this::readOnly);
        ofStores.put("server restarted", this::restarted);
        ofOthers.put("slow HTTP clients", this::slowHttp);
        ofOthers.put("slow policy clients", millis -> slowPolicy(Settings.SEND, millis));
        ofOthers.put("hostile policy clients", this::hostilePolicy);
        ofOthers.put("poison keys", this::poisonKeys);
        ofOthers.put("decision log rotated", this::rotated);
        ofOthers.put("directory changed", this::directoryChanged);
        ofOthers.put("machine busy", this::busy);
        ofOthers.put("mail host silent", this::mailHostSilent);
        if ("true".equals(System.getenv("CHAOS_LOG_FULL"))) {
            ofOthers.put("log file system full", this::logFull);
        }
    }

    /** Until then, in this thread; the other kind in a thread of its own. */
    void injectUntil(long endNanos) throws Exception {
        Random others = new Random(random.nextLong());
        Thread second = Load.daemon("faults", () -> loop(ofOthers, others, endNanos, false));
        loop(ofStores, random, endNanos, true);
        second.join();
    }

    private void loop(Map<String, Fault> faults, Random own, long endNanos, boolean isOfStores) throws Exception {
        List<String> names = new ArrayList<>(faults.keySet());
        List<String> left = new ArrayList<>();
        while (endNanos - System.nanoTime() > 90_000_000_000L) {
            if (left.isEmpty()) {
                left.addAll(names);
            }
            String name = left.remove(own.nextInt(left.size()));
            long millis = 3_000 + own.nextInt(27_000);
            System.out.printf("%tT %s, %d s%n", System.currentTimeMillis(), name, millis / 1_000);
            synchronized (injected) {
                injected.merge(name, 1, Integer::sum);
            }
            if (isOfStores) {
                load.faulty = true;
            }
            try {
                faults.get(name).inject(millis);
            } catch (IOException e) {
                if (isOfStores) {
                    throw e;
                }
                // The other thread restarts the server meanwhile.
                System.out.printf("%tT %s ends early: %s%n", System.currentTimeMillis(), name, e.getMessage());
            }
            if (isOfStores) {
                // Circuits close, connections are made again.
                Thread.sleep(15_000);
                load.faulty = false;
            }
            Thread.sleep(5_000 + own.nextInt(10_000));
        }
    }

    private void databaseFrozen(long millis) throws Exception {
        String postmaster = Files.readAllLines(Path.of(Settings.variable("CHAOS_PG"), "data", "postmaster.pid")).get(0).strip();
        String children = Server.run(List.of("pgrep", "-P", postmaster), Map.of());
        String pids = postmaster + " " + String.join(" ", children.split("\\s+"));
        Server.run(List.of("sh", "-c", "kill -STOP " + pids), Map.of());
        Thread.sleep(millis);
        Server.run(List.of("sh", "-c", "kill -CONT " + pids), Map.of());
    }

    private static String pgCtl(String... arguments) throws IOException, InterruptedException {
        String user = Settings.variable("CHAOS_PG_USER");
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups"));
        }
        command.addAll(List.of(Settings.variable("CHAOS_PG_BIN") + "/pg_ctl", "-D", Settings.variable("CHAOS_PG") + "/data", "-w",
                "-l", Settings.variable("CHAOS_PG") + "/log"));
        command.addAll(List.of(arguments));
        return Server.run(command, Map.of());
    }

    private void databaseStopped(long millis) throws Exception {
        pgCtl("-m", random.nextBoolean() ? "fast" : "immediate", "stop");
        Thread.sleep(millis);
        pgCtl("start");
    }

    static String psql(String user, String database, String... statements) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Settings.variable("CHAOS_PG_BIN") + "/psql", "-h", "127.0.0.1", "-p",
                "" + Settings.DATABASE, "-U", user, "-d", database, "-At", "-v", "ON_ERROR_STOP=1"));
        for (String each : statements) {
            command.addAll(List.of("-c", each));
        }
        return Server.run(command, Map.of());
    }

    private static String superuser() {
        return "root".equals(System.getProperty("user.name")) ? Settings.variable("CHAOS_PG_USER") : System.getProperty("user.name");
    }

    private void locked(String table, long millis) throws Exception {
        psql(superuser(), "sekisho", "BEGIN; LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(" + millis / 1_000 + "); COMMIT");
    }

    private void databaseSlow(long millis) throws Exception {
        relay.slow(50 + random.nextInt(200));
        Thread.sleep(millis);
        relay.slow(0);
    }

    private void databaseSilent(long millis) throws Exception {
        relay.silent(true);
        Thread.sleep(millis);
        relay.silent(false);
    }

    private static final String END_CONNECTIONS =
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'sekisho' AND pid <> pg_backend_pid()";

    private void noConnections(long millis) throws Exception {
        psql(superuser(), "postgres", "ALTER ROLE sekisho CONNECTION LIMIT 0", END_CONNECTIONS);
        Thread.sleep(millis);
        psql(superuser(), "postgres", "ALTER ROLE sekisho CONNECTION LIMIT -1");
    }

    /** As a disk that is full, or a standby: what is there can be read, nothing can be written. */
    private void readOnly(long millis) throws Exception {
        psql(superuser(), "postgres", "ALTER DATABASE sekisho SET default_transaction_read_only = on", END_CONNECTIONS);
        Thread.sleep(millis);
        psql(superuser(), "postgres", "ALTER DATABASE sekisho RESET default_transaction_read_only", END_CONNECTIONS);
    }

    /** In order: what was counted is written first. */
    private void restarted(long millis) throws Exception {
        Thread.sleep(5_000);
        load.down = true;
        server.stop();
        Thread.sleep(millis / 10);
        server.start();
        load.down = false;
    }

    private static final List<String> SLOW_PATHS = List.of("/console/login.xhtml", "/api/v1/domains", "/api/v1/accounts/import", "/auth/nginx", "/auth/policy",
            "/metrics", "/health/live", "/openapi", "/nothing-here");

    /** Five hundred clients that send a part of a request and then a byte now and then. */
    private void slowHttp(long millis) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), Settings.HTTP);
            String head = "POST " + SLOW_PATHS.get(i % SLOW_PATHS.size()) + " HTTP/1.1\r\nHost: chaos\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + (i % 3 == 0 ? "" : "Content-Length: 5000\r\n\r\na=b&");
            write(socket, head);
            sockets.add(socket);
        }
        trickle(sockets, millis);
    }

    private void slowPolicy(int port, long millis) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            write(socket, "request=smtpd_access_policy\nsender=");
            sockets.add(socket);
        }
        trickle(sockets, millis);
    }

    private static void trickle(List<Socket> sockets, long millis) throws Exception {
        for (long left = millis; left > 0; left -= 2_000) {
            Thread.sleep(2_000);
            for (Socket each : sockets) {
                write(each, "x");
            }
        }
        for (Socket each : sockets) {
            each.close();
        }
    }

    private static void write(Socket socket, String text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Closed by the server, as it should be in the end.
        }
    }

    private void hostilePolicy(long millis) throws Exception {
        for (long left = millis; left > 0; left -= 100) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), random.nextBoolean() ? Settings.SEND : Settings.QUOTA)) {
                byte[] bytes = new byte[1 + random.nextInt(40_000)];
                random.nextBytes(bytes);
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                // Closed while it was written to.
            }
            Thread.sleep(100);
        }
    }

    /** Names that no table holds: too long, with NUL, half a surrogate, other alphabets. */
    private void poisonKeys(long millis) throws Exception {
        for (long left = millis; left > 0; left -= 250) {
            String name = List.of("a".repeat(300 + random.nextInt(800)), "nul\0l", "\ud800half", "\u202eturned", "@sender/boss")
                    .get(random.nextInt(5)) + "@" + (random.nextBoolean() ? Settings.DOMAIN : "b".repeat(random.nextInt(400)) + ".example");
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Settings.SEND)) {
                write(socket, "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=1\ninstance=p" + random.nextLong()
                        + "\nclient_address=192.0.2.1\nsasl_username=" + name + "\n\n");
                socket.setSoTimeout(1_000);
                socket.getInputStream().read();
            } catch (IOException e) {
                // No answer: the request was not one.
            }
            String path = java.net.URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            server.send("DELETE", "/api/v1/accounts/" + path + "/counters", "", "");
            Thread.sleep(250);
        }
    }

    private void rotated(long millis) throws Exception {
        Path log = Settings.SERVER.resolve("logs/decisions.log");
        Path old = Settings.SERVER.resolve("logs/decisions.log.1");
        Files.deleteIfExists(old);
        switch (random.nextInt(4)) {
            case 0 -> {
                Files.move(log, old);
                Files.createFile(log);
            }
            case 1 -> {
                Files.copy(log, old);
                try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                    file.setLength(0);
                }
            }
            case 2 -> Files.deleteIfExists(log);
            default -> {
                Files.move(log, old);
                Files.createDirectory(log);
                Thread.sleep(millis);
                Files.delete(log);
            }
        }
        Thread.sleep(5_000);
        if (!load.down && (!Files.isRegularFile(log) || Files.size(log) == 0)) {
            load.violations.add("no decisions are logged five seconds after a rotation");
        }
    }

    private void directoryChanged(long millis) throws Exception {
        for (long left = millis; left > 0; left -= 500) {
            String account = "temporary" + random.nextInt(20) + "@" + Settings.DOMAIN;
            if (random.nextInt(3) == 0) {
                server.send("DELETE", "/api/v1/accounts/" + account, "", "");
            } else {
                server.send("PUT", "/api/v1/accounts/" + account, "application/json",
                        "{\"mailHost\": \"mail1\", \"password\": \"temporary-secret\", \"sendLimits\": \"" + (1 + random.nextInt(100)) + "/1h\"}");
            }
            Thread.sleep(500);
        }
    }

    private void busy(long millis) throws Exception {
        long end = System.nanoTime() + millis * 1_000_000;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Load.daemon("busy", () -> {
                while (System.nanoTime() - end < 0) {
                    Thread.onSpinWait();
                }
            }));
        }
        for (Thread each : threads) {
            each.join();
        }
    }

    private void mailHostSilent(long millis) throws Exception {
        mailHost.silent(true);
        Thread.sleep(millis);
        mailHost.silent(false);
    }

    private void logFull(long millis) throws Exception {
        Path filler = Settings.SERVER.resolve("logs/filler");
        Server.run(List.of("sh", "-c", "cat /dev/zero > '" + filler + "'"), Map.of());
        Thread.sleep(millis);
        Files.deleteIfExists(filler);
    }
}
