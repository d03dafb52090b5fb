// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An uploaded file with a maximum size: reading beyond it ends in 413. Confined to the request's thread. */
final class BoundedUpload extends FilterInputStream {
    private final int maxBytes;
    private long bytes;

    BoundedUpload(InputStream file, int maxBytes) {
        super(file);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) {
        bytes += read;
        if (bytes > maxBytes) {
            throw ProblemException.tooLarge(maxBytes);
        }
    }
}
