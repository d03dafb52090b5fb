// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file {@code NAME} that becomes {@code NAME.1}, {@code NAME.2}… at its maximum size.
 *
 * <p>The file handler of java.util.logging would name the current file {@code NAME.0} and lock it. Operators need a
 * fixed name to follow, and may rotate the file themselves. Each append therefore first compares the open file with the
 * one that has the name now (device and inode, {@link BasicFileAttributes#fileKey}), and opens that one if they differ:
 * after it was moved, deleted or replaced. A file that was copied and truncated is still the same file; writing
 * continues at its new end.
 *
 * <p>A failed append leaves none of its bytes in the file if the file system permits truncation.
 *
 * <p>Confined to one thread.
 */
final class RotatingFile implements AutoCloseable {
    /** Attempts to open a file that is replaced at the same time: one to create it, one to verify it, two spare. */
    private static final int OPENINGS = 4;

    private final Path path;
    private final long maxBytes;
    private final int files;
    private @Nullable Opened opened;
    private boolean rotationFails;

    /**
     * Creates no file before the first append.
     *
     * @param maxBytes size at which the file is rotated; 0: never
     * @param files number of files to keep, including the current one
     */
    RotatingFile(Path path, long maxBytes, int files) {
        this.path = path.toAbsolutePath();
        this.maxBytes = maxBytes;
        this.files = files;
    }

    /** Appends all of {@code bytes} to the file that has the name now. */
    void append(byte[] bytes) throws IOException {
        releaseMoved();
        FileChannel channel = channel();
        if (maxBytes > 0 && channel.size() > 0 && channel.size() + bytes.length > maxBytes && rotate()) {
            channel = channel();
        }
        long before = channel.size();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            undo(channel, before, buffer.position(), e);
            throw e;
        }
    }

    /** Closes a file that no longer has the name, so that the disk space of a deleted one is freed. */
    void releaseMoved() throws IOException {
        Opened file = opened;
        if (file != null && !file.key().equals(key())) {
            close();
        }
    }

    /**
     * Truncates a partial batch, so that a batch is never in both the file and the server's log, and no partial line
     * precedes the next one.
     */
    private void undo(FileChannel channel, long before, int written, IOException cause) {
        try {
            if (written > 0 && channel.size() == before + written) {
                channel.truncate(before);
            }
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Returns whether it rotated. A file that cannot be moved continues to grow: lines matter more than its size. */
    private boolean rotate() throws IOException {
        try {
            for (int i = files - 1; i >= 1; i--) {
                Path newer = i == 1 ? path : numbered(i - 1);
                if (Files.exists(newer)) {
                    Files.move(newer, numbered(i), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (files == 1) {
                Files.delete(path);
            }
        } catch (IOException e) {
            if (!rotationFails) {
                DecisionMessages.fileNotRotated(path, e);
                rotationFails = true;
            }
            return false;
        }
        rotationFails = false;
        close();
        return true;
    }

    private Path numbered(int i) {
        return path.resolveSibling(path.getFileName() + "." + i);
    }

    private FileChannel channel() throws IOException {
        Opened file = opened;
        if (file == null) {
            file = open();
            opened = file;
        }
        return file.channel();
    }

    /** Opens the file. Its key is certain only if the file of that name was the same before and after. */
    private Opened open() throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        for (int i = 0; i < OPENINGS; i++) {
            Object before = key();
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (before != null && before.equals(key())) {
                return new Opened(channel, before);
            }
            channel.close();
        }
        throw new IOException("another process keeps replacing the file");
    }

    /** Identifies the file that has the name now; null if there is none or its attributes cannot be read. */
    private @Nullable Object key() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return key == null ? attributes.creationTime() : key;
        } catch (IOException e) {
            return null; // opening it reports the reason
        }
    }

    @Override
    public void close() throws IOException {
        Opened file = opened;
        opened = null;
        if (file != null) {
            file.channel().close();
        }
    }

    private record Opened(FileChannel channel, Object key) {}
}
