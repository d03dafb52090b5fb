// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * An append-only file {@code NAME} that becomes {@code NAME.1}, {@code NAME.2}… when it has reached its size.
 *
 * <p>java.util.logging's file handler would call the current file {@code NAME.0} and hold it locked; operators want a
 * fixed name to follow and may rotate it themselves: a file that was moved away is begun anew at the next write.
 *
 * <p>Confined to one thread.
 */
final class RotatingFile implements AutoCloseable {
    private final Path path;
    private final long maxBytes;
    private final int files;
    private FileChannel channel;

    RotatingFile(Path path, long maxBytes, int files) throws IOException {
        this.path = path.toAbsolutePath();
        this.maxBytes = maxBytes;
        this.files = files;
        this.channel = open();
    }

    void append(byte[] bytes) throws IOException {
        if (!channel.isOpen() || !Files.exists(path)) {
            channel.close();
            channel = open();
        } else if (channel.size() + bytes.length > maxBytes && channel.size() > 0) {
            rotate();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private void rotate() throws IOException {
        channel.close();
        for (int i = files - 1; i >= 1; i--) {
            Path older = i == 1 ? path : numbered(i - 1);
            if (Files.exists(older)) {
                Files.move(older, numbered(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (files == 1) {
            Files.delete(path);
        }
        channel = open();
    }

    private Path numbered(int i) {
        return path.resolveSibling(path.getFileName() + "." + i);
    }

    private FileChannel open() throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
