// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.importer.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** Reads files with secrets, only if they are accessible by their owner alone. */
@ThreadSafe
final class PrivateFile {
    private static final Set<PosixFilePermission> OWNERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PrivateFile() {}

    /**
     * The lines of a file.
     *
     * @throws CtlException if it cannot be read, or others may read it
     */
    static List<String> lines(Path file) {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                throw new CtlException(
                        Exit.UNKNOWN, file + " contains secrets and is readable by others: chmod 600 " + file);
            }
            return TextFile.read(file).lines();
        } catch (IOException e) {
            throw new CtlException(Exit.UNKNOWN, "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
