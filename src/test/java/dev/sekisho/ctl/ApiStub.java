// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An HTTP server in place of a node: answers that no node gives, and those that a node gives seldom. */
@ThreadSafe
final class ApiStub implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();

    /** An answer; {@code length} is what it claims to have, in bytes. */
    @Immutable
    record Reply(int status, String type, String body, long length) {
        static Reply json(String body) {
            return json(200, body);
        }

        static Reply json(int status, String body) {
            return of(status, "application/json", body);
        }

        static Reply of(int status, String type, String body) {
            return new Reply(status, type, body, body.getBytes(StandardCharsets.UTF_8).length);
        }

        /** The answer with its end cut off. */
        Reply truncated() {
            return new Reply(status, type, body, length + 100);
        }
    }

    /** The requests. */
    @ThreadSafe
    record Request(String line, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    ApiStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers a method and a path, without its query; of several answers the last one stays. */
    synchronized ApiStub on(String line, Reply... answers) {
        replies.computeIfAbsent(line, key -> new ArrayDeque<>()).addAll(List.of(answers));
        return this;
    }

    synchronized List<Request> requests(String line) {
        return requests.stream().filter(each -> each.line().startsWith(line)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Reply reply = reply(exchange, body);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), reply.length() == 0 ? -1 : reply.length());
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Reply reply(HttpExchange exchange, String body) {
        String path =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        requests.add(new Request(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                Map.copyOf(exchange.getRequestHeaders()),
                body));
        Deque<Reply> queue = replies.getOrDefault(path, new ArrayDeque<>());
        if (queue.isEmpty()) {
            return Reply.json(404, "{\"status\":404,\"detail\":\"There is no such entry.\"}");
        }
        return queue.size() > 1 ? queue.remove() : queue.peek();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
