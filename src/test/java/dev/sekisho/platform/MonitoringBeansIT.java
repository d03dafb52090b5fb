// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sekisho's MBeans through Liberty's REST connector, by HTTPS, as docs/monitoring.md has it. */
class MonitoringBeansIT extends SekishoUnderTest {
    private static final String MBEANS = "https://127.0.0.1:19444/IBMJMXConnectorREST/mbeans/";

    private static String request(String user, String path) throws IOException, GeneralSecurityException {
        HttpsURLConnection connection = connection(user, MBEANS + path);
        try (InputStream body =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return connection.getResponseCode() + " " + text;
        }
    }

    private static HttpsURLConnection connection(String user, String url) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TestTrust()}, null);
        HttpsURLConnection connection =
                (HttpsURLConnection) URI.create(url).toURL().openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        // The server's own certificate, made at its first start, is for its host's name.
        connection.setHostnameVerifier((host, session) -> true);
        String login = user + ":it-admin-password";
        connection.setRequestProperty(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        return connection;
    }

    @ParameterizedTest
    @CsvSource({
        "'PolicyListener,name=sendlimit', Bound, true",
        "'PolicyListener,name=quota', Port, 11032",
        "Stores, DatabaseOpened, true",
        "Stores, DirectoryLoaded, true",
        "Stores, CountersLoaded, true",
        "Stores, DecisionLinesDropped, 0",
        "Limits, ScopesSet, ",
        "Limits, Blocks, ",
        "Hosts, AddressesDown, ",
    })
    void eachIsShown(String type, String attribute, String value) throws Exception {
        String name = ("dev.sekisho:type=" + type)
                .replace(":", "%3A")
                .replace("=", "%3D")
                .replace(",", "%2C");
        assertThat(request("admin", name + "/attributes/" + attribute))
                .startsWith("200 ")
                .contains("\"value\":\"" + (value == null ? "" : value + "\""));
    }

    @Test
    void theAddressesOfMailHostsHaveTheirWords() throws Exception {
        api("PUT", "/mail-hosts/beans-a", "{\"address\": \"127.0.0.9\", \"state\": \"draining\"}");
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(request("admin", "dev.sekisho%3Atype%3DHosts/attributes/Addresses"))
                        .contains("beans-a 127.0.0.9 imap", "draining"));
        api("DELETE", "/mail-hosts/beans-a", "");
    }

    @Test
    void theyAreForTheServersAdministratorsOnly() throws Exception {
        assertThat(request("support", "dev.sekisho%3Atype%3DStores/attributes/DatabaseOpened"))
                .startsWith("403");
    }

    @Test
    void theApiBehindHttpsSendsStrictTransportSecurity() throws Exception {
        HttpsURLConnection connection = connection("admin", "https://127.0.0.1:19443/api/v1/domains");
        assertThat(connection.getResponseCode()).isEqualTo(200);
        assertThat(connection.getHeaderField("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }

    /** Trusts the test server's self-signed certificate. */
    private static final class TestTrust extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }
}
