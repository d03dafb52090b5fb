// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.apache.commons.net.pop3.ExtendedPOP3Client;

/**
 * One POP3 session of a client, through nginx; every method returns the server's reply as it came, without the last
 * line end.
 *
 * <p>For one thread.
 */
final class Pop3Session implements AutoCloseable {
    private final ExtendedPOP3Client client;
    private final String greeting;

    private Pop3Session(ExtendedPOP3Client client) throws IOException {
        this.client = client;
        client.setCharset(StandardCharsets.UTF_8); // of passwords; commands are written in ISO-8859-1
        client.connect(MailServers.NGINX, MailServers.POP3);
        greeting = reply();
    }

    static Pop3Session connect() throws IOException, GeneralSecurityException {
        return new Pop3Session(new ExtendedPOP3Client());
    }

    /**
     * @param method a method of {@code AUTH}, {@code USER} for the commands {@code USER} and {@code PASS}, or
     *     {@code APOP}
     */
    String login(String method, String user, String password) throws IOException, GeneralSecurityException {
        switch (method) {
            case "USER" -> client.login(user, asBytes(password));
            case "APOP" ->
                client.login(user, greeting.substring(greeting.indexOf('<'), greeting.indexOf('>') + 1), password);
            case "LOGIN" -> {
                client.sendCommand("AUTH LOGIN");
                client.sendCommand(base64(user));
                client.sendCommand(base64(password));
            }
            default -> client.auth(ExtendedPOP3Client.AUTH_METHOD.valueOf(method), user, password);
        }
        return reply();
    }

    String say(String command) throws IOException {
        client.sendCommand(command);
        return reply();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String asBytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private String reply() {
        return client.getReplyString().strip();
    }

    @Override
    public void close() throws IOException {
        if (client.isConnected()) {
            client.disconnect();
        }
    }
}
