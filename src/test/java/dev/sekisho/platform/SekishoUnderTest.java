// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The packaged archive in a Liberty of its own, with requests from outside like those of nginx and Postfix.
 *
 * <p>Confined to the test's thread.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public abstract class SekishoUnderTest {
    public static final String KEY = "it-secret-key-of-nginx";
    protected static final String HTTP = "http://127.0.0.1:19080";
    protected static final int SENDLIMIT_PORT = 11031;
    protected static final int QUOTA_PORT = 11032;
    protected static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Deployment(testable = false)
    public static EnterpriseArchive sekisho() {
        return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, new File(System.getProperty("sekisho.ear")));
    }

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> get("/health/ready").statusCode() == 200);
    }

    protected static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(HTTP + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    protected static HttpResponse<String> api(String method, String path, String json)
            throws IOException, InterruptedException {
        return api("admin", method, path, json);
    }

    /** A request of another user of the API, with more headers: name, value and so on. */
    protected static HttpResponse<String> api(String user, String method, String path, String json, String... headers)
            throws IOException, InterruptedException {
        String login =
                Base64.getEncoder().encodeToString((user + ":it-admin-password").getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(HTTP + "/api/v1" + path)).header("Authorization", "Basic " + login);
        for (int i = 0; i + 1 < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        HttpRequest request = builder.header("Content-Type", type)
                .method(
                        method,
                        json.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(json))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends bytes as they are on a new connection and returns all that comes back until the peer closes. */
    protected static String exchange(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(10_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** One policy request and its answer, without the empty line. */
    protected static String policy(int port, String request) throws IOException {
        return exchange(port, request.getBytes(StandardCharsets.UTF_8)).strip();
    }

    protected static byte[] recording(String name) throws IOException {
        try (InputStream in = SekishoUnderTest.class.getResourceAsStream("/wire/" + name)) {
            if (in == null) {
                throw new IOException("no recording " + name);
            }
            return in.readAllBytes();
        }
    }
}
