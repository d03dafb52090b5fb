// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network between Sekisho and its database that can become slow, silent, or lose all connections. */
final class Relay {
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile long delayMillis;
    private volatile boolean silent;

    void start() throws IOException {
        ServerSocket listener = new ServerSocket(Settings.RELAY, 200, InetAddress.getLoopbackAddress());
        Load.daemon("relay", () -> {
            while (true) {
                Socket from = listener.accept();
                Socket to = new Socket();
                try {
                    to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Settings.DATABASE), 2_000);
                } catch (IOException e) {
                    from.close();
                    continue;
                }
                from.setTcpNoDelay(true);
                to.setTcpNoDelay(true);
                sockets.add(from);
                sockets.add(to);
                Load.daemon("relay-up", () -> copy(from, to));
                Load.daemon("relay-down", () -> copy(to, from));
            }
        });
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[65_536];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (delayMillis > 0) {
                    Thread.sleep(delayMillis);
                }
                while (silent) {
                    Thread.sleep(50);
                }
                out.write(bytes, 0, read);
            }
        } catch (IOException | InterruptedException e) {
            // Either side has gone; the other is closed with it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    void slow(long millis) {
        delayMillis = millis;
    }

    /** Drops all packets without an error, as after a fail-over. Connections stay open and are closed at the end. */
    void silent(boolean on) throws IOException {
        silent = on;
        if (!on) {
            for (Socket each : sockets) {
                each.close();
            }
        }
    }
}
