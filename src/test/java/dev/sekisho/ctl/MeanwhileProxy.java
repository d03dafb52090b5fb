// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.ThreadSafe;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forwards requests to the real node, and runs an action before each of the first uploads of accounts, when the list
 * has been read and nothing is written yet.
 */
@ThreadSafe
final class MeanwhileProxy implements AutoCloseable {
    /** What a client must not set. */
    private static final Set<String> OWN = Set.of("host", "content-length", "connection", "upgrade", "http2-settings");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String sekisho;
    private final int times;
    private final Callable<?> deed;
    private final AtomicInteger uploads = new AtomicInteger();

    MeanwhileProxy(String sekisho, int times, Callable<?> deed) throws IOException {
        this.sekisho = sekisho;
        this.times = times;
        this.deed = deed;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handOn);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Uploads of accounts so far. */
    int uploads() {
        return uploads.get();
    }

    private void handOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().toString();
            if (path.contains("/accounts/import") && uploads.incrementAndGet() <= times) {
                deed.call();
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sekisho + path))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (!name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("transfer-encoding")) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("could not be handed on", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
