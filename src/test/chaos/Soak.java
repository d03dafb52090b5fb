// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the directory, runs load and faults, and compares every sum at the end. Exit status 1 if anything was not as it has to be. */
public final class Soak {
    private static final Pattern USED = Pattern.compile("\"used\":\\s*(\\d+)");

    private final Server server = new Server();
    private final List<String> wrong = new ArrayList<>();

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        System.exit(new Soak().run(seconds, seed) ? 0 : 1);
    }

    private boolean run(int seconds, long seed) throws Exception {
        System.out.println("Seed " + seed + ", " + seconds + " s");
        Relay relay = new Relay();
        relay.start();
        MailHost mailHost = new MailHost();
        mailHost.start();
        server.start();
        makeDirectory();
        Load load = new Load(seed);
        load.start();
        Thread.sleep(Math.min(60, seconds / 10) * 1_000L);
        List<String> figures = new ArrayList<>();
        figures.add("start | " + server.figures());
        Load.daemon("figures", () -> {
            while (!load.over) {
                Thread.sleep(Duration.ofMinutes(5).toMillis());
                try {
                    if (!load.down) {
                        figures.add(String.format("%tT | ", System.currentTimeMillis()) + server.figures());
                    }
                } catch (IOException e) {
                    // The server has just been restarted: it has no process yet.
                    System.out.printf("%tT no figures: %s%n", System.currentTimeMillis(), e.getMessage());
                }
            }
        });
        Faults faults = new Faults(server, relay, mailHost, load, new Random(seed));
        faults.injectUntil(System.nanoTime() + seconds * 1_000_000_000L);
        // Half a minute without a fault, then the clients stop, and all that waits is written.
        Thread.sleep(30_000);
        load.over = true;
        Thread.sleep(10_000);
        figures.add("end | " + server.figures());
        Map<String, Long> beforeRestart = checkSums(load);
        server.stop();
        server.start();
        if (!checkSums(load).equals(beforeRestart)) {
            wrong.add("counters differ before and after the last restart");
        }
        wrong.addAll(load.violations);
        report(load, faults, figures);
        server.stop();
        return wrong.isEmpty();
    }

    private void makeDirectory() throws Exception {
        expect("PUT", "/api/v1/mail-hosts/mail1", "{\"address\": \"127.0.0.1\", \"probe\": false, \"quotaPort\": " + Settings.MAIL_HOST + "}");
        expect("PUT", "/api/v1/domains/" + Settings.DOMAIN, "{\"sendLimits\": \"1000000000/7d\"}");
        StringBuilder csv = new StringBuilder("address,mailHost,secret,sendLimits\n");
        for (int i = 0; i < Settings.ACCOUNTS; i++) {
            csv.append(Settings.account(i)).append(",mail1,{PLAIN}secret").append(i).append(",1000000000/7d\n");
        }
        for (int i = 0; i < Settings.LIMITED; i++) {
            csv.append(Settings.limited(i)).append(",mail1,{PLAIN}secret,").append(Settings.LIMIT).append("/7d\n");
        }
        var answer = server.send("POST", "/api/v1/accounts/import", "text/csv", csv.toString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("import: " + answer.statusCode() + " " + answer.body());
        }
        // Known to the send limit by now, too.
        Thread.sleep(2_000);
    }

    private void expect(String method, String path, String body) {
        var answer = server.send(method, path, "application/json", body);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private Map<String, Long> checkSums(Load load) {
        Map<String, Long> all = new TreeMap<>();
        for (int i = 0; i < Settings.ACCOUNTS; i++) {
            all.put(Settings.account(i), check(Settings.account(i), load.counted[i].get(), load.uncertain[i].get()));
        }
        for (int i = 0; i < Settings.LIMITED; i++) {
            long used = check(Settings.limited(i), load.admitted[i].get(), load.maybeAdmitted[i].get());
            all.put(Settings.limited(i), used);
            if (load.admitted[i].get() > Settings.LIMIT) {
                wrong.add(Settings.limited(i) + " sent " + load.admitted[i] + " of " + Settings.LIMIT);
            }
        }
        return all;
    }

    private long check(String account, long answered, long unanswered) {
        Matcher found = USED.matcher(server.get("/api/v1/accounts/" + account + "/counters").body());
        long used = found.find() ? Long.parseLong(found.group(1)) : -1;
        if (used < answered || used > answered + unanswered) {
            wrong.add(account + ": counter " + used + ", answered " + answered + ", without an answer " + unanswered);
        }
        return used;
    }

    private void report(Load load, Faults faults, List<String> figures) throws Exception {
        System.out.println("\n| outcome | requests |\n| --- | --- |");
        new TreeMap<>(load.outcomes).forEach((name, count) -> System.out.println("| " + name + " | " + count + " |"));
        System.out.println("\n| slowest answer | ms |\n| --- | --- |");
        new TreeMap<>(load.slowest).forEach((name, most) -> System.out.println("| " + name + " | " + most + " |"));
        System.out.println("\n| fault | times |\n| --- | --- |");
        faults.injected.forEach((name, times) -> System.out.println("| " + name + " | " + times + " |"));
        System.out.println("\n| when | resident MB | live MB | threads | descriptors | disk MB |\n| --- | --- | --- | --- | --- | --- |");
        figures.forEach(each -> System.out.println("| " + each + " |"));
        long answered = sum(load.counted) + sum(load.admitted);
        System.out.println("\nRecipients answered " + answered + ", without an answer " + (sum(load.uncertain) + sum(load.maybeAdmitted)));
        Files.writeString(Settings.DIRECTORY.resolve("status.json"), server.get("/api/v1/status").body());
        wrong.forEach(each -> System.out.println("WRONG: " + each));
        System.out.println(wrong.isEmpty() ? "All sums are exact." : wrong.size() + " faults found.");
    }

    private static long sum(AtomicLong[] all) {
        long sum = 0;
        for (AtomicLong each : all) {
            sum += each.get();
        }
        return sum;
    }
}
