// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Sekisho itself: its process, its API, what it uses of the machine. */
final class Server {
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    void start() throws IOException, InterruptedException {
        run(command("start"), Map.ofEntries(
                Map.entry("SEKISHO_HTTP_PORT", "" + Settings.HTTP),
                Map.entry("SEKISHO_HTTPS_PORT", "" + (Settings.HTTP + 1)),
                Map.entry("SEKISHO_HTTP_INNER_PORT", "" + (Settings.HTTP + 2)),
                Map.entry("SEKISHO_SENDLIMIT_PORT", "" + Settings.SEND),
                Map.entry("SEKISHO_QUOTA_PORT", "" + Settings.QUOTA),
                Map.entry("SEKISHO_LOGIN_KEY", Settings.KEY),
                Map.entry("SEKISHO_ADMIN_PASSWORD", Settings.ADMIN),
                Map.entry("SEKISHO_WARMUP_SECONDS", "5"),
                Map.entry("SEKISHO_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + Settings.RELAY + "/sekisho"),
                Map.entry("SEKISHO_DATABASE_USER", "sekisho")));
        for (int i = 0; i < 600; i++) {
            if (get("/health/ready").statusCode() == 200) {
                return;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("not ready after two minutes; see " + Settings.SERVER + "/logs");
    }

    void stop() throws IOException, InterruptedException {
        run(command("stop"), Map.of());
    }

    private static List<String> command(String what) {
        return List.of(Settings.variable("CHAOS_WLP") + "/bin/server", what, "chaos");
    }

    static String run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        Path log = Files.createTempFile(Settings.DIRECTORY, "command", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        String text = Files.readString(log);
        Files.delete(log);
        return text;
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "", "");
    }

    /** Status 0 where no answer came. */
    HttpResponse<String> send(String method, String path, String type, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + Settings.HTTP + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Basic " + Base64.getEncoder()
                        .encodeToString(("admin:" + Settings.ADMIN).getBytes(StandardCharsets.UTF_8)));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return new NoAnswer(request.build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new NoAnswer(request.build());
        }
    }

    long pid() throws IOException {
        return Long.parseLong(Files.readString(Path.of(Settings.variable("WLP_USER_DIR"), "servers/.pid/chaos.pid")).strip());
    }

    /** Resident and live memory, threads, descriptors, and disk. */
    record Figures(long residentMb, long liveMb, long threads, long descriptors, long diskMb) {
        @Override
        public String toString() {
            return residentMb + " | " + liveMb + " | " + threads + " | " + descriptors + " | " + diskMb;
        }
    }

    Figures figures() throws IOException, InterruptedException {
        long pid = pid();
        String status = Files.readString(Path.of("/proc/" + pid + "/status"));
        String histogram = run(List.of("jcmd", "" + pid, "GC.class_histogram"), Map.of());
        long live = histogram.lines().filter(each -> each.startsWith("Total")).mapToLong(each -> Long.parseLong(each.split("\\s+")[2])).sum();
        long descriptors;
        try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            descriptors = all.count();
        }
        long disk = Long.parseLong(run(List.of("du", "-sm", "--exclude=logs", Settings.SERVER.toString()), Map.of()).split("\\s")[0]);
        return new Figures(number(status, "VmRSS:") / 1024, live >> 20, number(status, "Threads:"), descriptors, disk);
    }

    private static long number(String status, String name) {
        return status.lines().filter(each -> each.startsWith(name)).mapToLong(each -> Long.parseLong(each.replaceAll("\\D", ""))).sum();
    }
}
