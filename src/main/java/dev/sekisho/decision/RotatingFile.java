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
 * An append-only file {@code NAME} that becomes {@code NAME.1}, {@code NAME.2}… when it has reached its size.
 *
 * <p>java.util.logging's file handler would call the current file {@code NAME.0} and hold it locked; operators want a
 * fixed name to follow and may rotate it themselves. So each append first compares the open file with the one that has
 * the name now (device and inode, {@link BasicFileAttributes#fileKey}) and opens that one if they differ: moved away
 * with or without a new file in its place, deleted, replaced. A file that was copied and truncated is the same file,
 * and is written at its new end.
 *
 * <p>An append that fails leaves nothing of its bytes in the file, where the file system lets it cut them off again.
 *
 * <p>Confined to one thread.
 */
final class RotatingFile implements AutoCloseable {
    /**
     * How often a file is opened that somebody replaces meanwhile: once to make it, once to be sure of it, and spare.
     */
    private static final int OPENINGS = 4;

    private final Path path;
    private final long maxBytes;
    private final int files;
    private @Nullable Opened opened;
    private boolean rotationFails;

    /**
     * A file that is opened, and made, by the first append.
     *
     * @param maxBytes size at which it is rotated; 0: never
     * @param files how many are kept, the current one included
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
            takeBack(channel, before, buffer.position(), e);
            throw e;
        }
    }

    /** Lets go of a file that has the name no more, so that the disk space of a deleted one is free. */
    void releaseMoved() throws IOException {
        Opened file = opened;
        if (file != null && !file.key().equals(key())) {
            close();
        }
    }

    /** A batch is in the file or in the server's log, never in both, and no half line stands before the next one. */
    private void takeBack(FileChannel channel, long before, int written, IOException cause) {
        try {
            if (written > 0 && channel.size() == before + written) {
                channel.truncate(before);
            }
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Whether the current file made room; one that cannot be moved grows on, as lines matter more than its size. */
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

    /** Opens the file and is sure of its key: what had the name before and after is what was opened. */
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
        throw new IOException("it is replaced all the time");
    }

    /** What tells the file of this name from others that had it; null if there is none that can be looked at. */
    private @Nullable Object key() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return key == null ? attributes.creationTime() : key;
        } catch (IOException e) {
            return null; // opening it says why
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
