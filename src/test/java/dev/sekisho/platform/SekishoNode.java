// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node of a cluster: a Liberty process with the production configuration and the packaged archive, on ports of its
 * own.
 *
 * <p>Confined to one thread but for the requests.
 */
public final class SekishoNode {
    private static final String PASSWORD = "it-admin-password";
    private static final Path USER_FOLDER = Path.of("target", "cluster").toAbsolutePath();
    private static final HttpClient CLIENT =
            // As nginx does. With HTTP/2 all requests would share one connection and wait for each other.
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    private final int number;
    private final Path folder;
    private final Map<String, String> settings;
    private @Nullable Process process;

    /** A single node without a cluster; not started yet. */
    static SekishoNode single(int number, Map<String, String> settings) throws IOException {
        return new SekishoNode(number, 0, settings);
    }

    /** The node with this number, from 1, of a cluster of {@code nodes}; not started yet. */
    public SekishoNode(int number, int nodes, Map<String, String> settings) throws IOException {
        this.number = number;
        this.folder = USER_FOLDER.resolve("servers").resolve("node" + number);
        this.settings = settings;
        String members = String.join(
                ",",
                IntStream.rangeClosed(1, nodes)
                        .mapToObj(each -> "127.0.0.1:" + (15_730 + each))
                        .toList());
        prepare(members);
    }

    public int sendLimitPort() {
        return 15_100 + number;
    }

    public int quotaPort() {
        return 15_200 + number;
    }

    int httpPort() {
        return 15_300 + number;
    }

    private void prepare(String members) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path each : old.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(each);
                }
            }
        }
        copy(Path.of("src/main/liberty/config"), folder);
        copy(wlp().resolve("usr/servers/sekisho-it/lib/jdbc"), folder.resolve("lib/jdbc"));
        Files.writeString(
                folder.resolve("bootstrap.properties"),
                "application.location="
                        + Path.of(System.getProperty("sekisho.ear")).toAbsolutePath() + "\n");
        Files.writeString(
                folder.resolve("jvm.options"),
                "\n-Xmx384m\n-XX:+UseSerialGC\n",
                java.nio.file.StandardOpenOption.APPEND);
        StringBuilder environment = new StringBuilder();
        add(environment, "HTTP_PORT", httpPort());
        add(environment, "HTTPS_PORT", 15_400 + number);
        add(environment, "HTTP_INNER_PORT", 15_800 + number);
        add(environment, "SENDLIMIT_PORT", sendLimitPort());
        add(environment, "QUOTA_PORT", quotaPort());
        add(environment, "LOGIN_KEY", SekishoUnderTest.KEY);
        add(environment, "ADMIN_PASSWORD", PASSWORD);
        add(environment, "WARMUP_SECONDS", 1);
        if (!members.isEmpty()) {
            add(environment, "CLUSTER_MEMBERS", members);
            add(environment, "CLUSTER_ADDRESS", "127.0.0.1");
            add(environment, "CLUSTER_PORT", 15_730 + number);
            add(environment, "CLUSTER_SECRET", "9Qm2Zt7rV4xK8bN5cW3yHs6dLf");
        }
        settings.forEach((name, value) -> add(environment, name, value));
        Files.writeString(folder.resolve("server.env"), environment);
    }

    /** One more line of {@code jvm.options} or {@code server.env}, before the start. */
    public SekishoNode with(String file, String line) throws IOException {
        Files.writeString(folder.resolve(file), line + "\n", java.nio.file.StandardOpenOption.APPEND);
        return this;
    }

    private static void add(StringBuilder environment, String name, Object value) {
        environment.append("SEKISHO_").append(name).append('=').append(value).append('\n');
    }

    private static Path wlp() {
        return Path.of(System.getProperty("wlp.home"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(each).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(each, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Starts it; {@link #awaitReady} waits until it serves. */
    public void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(wlp().resolve("bin/server").toString(), "run", "node" + number);
        builder.environment().put("WLP_USER_DIR", USER_FOLDER.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("SEKISHO_"));
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("console.out").toFile()))
                .start();
    }

    public SekishoNode awaitReady() {
        await().atMost(Duration.ofMinutes(5))
                .ignoreExceptions()
                .until(() -> get("/health/ready").statusCode() == 200);
        return this;
    }

    /** SIGTERM to the server, as an init system does; returns when it is gone. */
    public void stop() throws IOException, InterruptedException {
        Process stopped = running();
        ProcessBuilder builder = new ProcessBuilder(wlp().resolve("bin/server").toString(), "stop", "node" + number);
        builder.environment().put("WLP_USER_DIR", USER_FOLDER.toString());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("console.out").toFile()))
                .start()
                .waitFor();
        if (!stopped.waitFor(60, TimeUnit.SECONDS)) {
            throw new IOException("node " + number + " does not stop");
        }
    }

    /** SIGKILL to its Java process; the script that started it ends with it. */
    public void kill() throws InterruptedException {
        Process killed = running();
        List<ProcessHandle> all = Stream.concat(killed.descendants(), Stream.of(killed.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        killed.waitFor(10, TimeUnit.SECONDS);
    }

    /** CPU time of its processes since their start. */
    Duration cpu() {
        return cpu(running().toHandle());
    }

    /** CPU time of a process and of those that it started. */
    static Duration cpu(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Its exit status, when it ends by itself. */
    int awaitEnd(Duration most) throws IOException, InterruptedException {
        if (!running().waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("node " + number + " does not end");
        }
        return running().exitValue();
    }

    /** The server's reports of exceptions (FFDC). */
    List<Path> reports() throws IOException {
        Path reports = folder.resolve("logs/ffdc");
        if (!Files.exists(reports)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(reports)) {
            return files.toList();
        }
    }

    private Process running() {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException("node " + number + " was not started");
        }
        return current;
    }

    /** The URL of its H2 database, which another process can open while the node does not run. */
    String h2Url() {
        return "jdbc:h2:file:" + folder.resolve("data/sekisho");
    }

    public String console() throws IOException {
        return Files.readString(folder.resolve("logs/messages.log"));
    }

    /** Everything that the process wrote to its terminal. */
    String terminal() throws IOException {
        return Files.readString(folder.resolve("console.out"));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A call of the API that has to succeed. */
    public String api(String method, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, json);
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body().replaceAll("\\s", "");
    }

    /** The status of a call of the API. */
    public int call(String method, String path, String json) throws IOException, InterruptedException {
        return send(method, path, json).statusCode();
    }

    private HttpResponse<String> send(String method, String path, String json)
            throws IOException, InterruptedException {
        String login = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return CLIENT.send(
                request("/api/v1" + path)
                        .header("Authorization", "Basic " + login)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                json.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + path))
                .timeout(Duration.ofSeconds(20));
    }

    /** How much an account has used of its only limit, as this node sees it. */
    public long used(String account) throws IOException, InterruptedException {
        String body = api("GET", "/accounts/" + account + "/counters", "");
        return Long.parseLong(body.replaceFirst(".*\"used\":(\\d+).*", "$1"));
    }

    /** Login's answer to nginx, its {@code Auth-Status}. */
    public String login(String client, String account, String password) throws IOException, InterruptedException {
        return CLIENT.send(
                        request("/auth/nginx")
                                .header("X-Auth-Key", SekishoUnderTest.KEY)
                                .header("Auth-Method", "plain")
                                .header("Auth-User", account)
                                .header("Auth-Pass", password)
                                .header("Auth-Protocol", "imap")
                                .header("Auth-Login-Attempt", "1")
                                .header("Client-IP", client)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Auth-Status")
                .orElse("");
    }

    /** Sends one request to a policy listener on a connection of its own, as Postfix does. */
    public static String policy(int port, String request) throws IOException {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    public Socket connect() throws IOException {
        return connect(sendLimitPort());
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
        return socket;
    }

    public static byte[] endOfMessage(String account, String instance, int recipients) {
        return String.format(
                        Locale.ROOT,
                        "request=smtpd_access_policy%nprotocol_state=END-OF-MESSAGE%nprotocol_name=ESMTP%nqueue_id=%s%n"
                                + "client_address=192.0.2.7%nrecipient_count=%d%ninstance=%s%nsasl_username=%s%nsize=900%n%n",
                        instance,
                        recipients,
                        instance,
                        account)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Kills it if it was started. */
    public void end() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
