// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Stands for a mail host's quota-status: mailboxes of 100 MB. It can fall silent. */
final class MailHost {
    private volatile boolean silent;

    void start() throws IOException {
        ServerSocket listener = new ServerSocket(Settings.MAIL_HOST, 100, InetAddress.getLoopbackAddress());
        Load.daemon("mail-host", () -> {
            while (true) {
                Socket client = listener.accept();
                Load.daemon("quota-status", () -> serve(client));
            }
        });
    }

    void silent(boolean on) {
        silent = on;
    }

    private void serve(Socket client) throws InterruptedException {
        try (client) {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            long size = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("size=")) {
                    size = Long.parseLong(line.substring(5));
                } else if (line.isEmpty()) {
                    while (silent) {
                        Thread.sleep(50);
                    }
                    String action = size > 100_000_000 ? "552 5.2.2 Mailbox is full" : "OK";
                    client.getOutputStream().write(("action=" + action + "\n\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }
}
