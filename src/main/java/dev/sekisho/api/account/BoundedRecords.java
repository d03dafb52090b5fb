// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.service.InvalidRequest;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * A CSV reader that bounds the length of a record: an unclosed quote would make the parser keep the rest of the file in
 * memory.
 *
 * <p>It counts the characters since the last record, so a record may exceed the bound by the parser's buffer. Confined
 * to the request's thread.
 */
final class BoundedRecords extends FilterReader {
    private final int maxCharacters;
    private long line;
    private int characters;

    BoundedRecords(Reader file, int maxCharacters) {
        super(file);
        this.maxCharacters = maxCharacters;
    }

    /** The parser has completed a record that ends in this line. */
    void recordEnds(long endLine) {
        line = endLine;
        characters = 0;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) {
        characters += read;
        if (characters > maxCharacters) {
            throw new InvalidRequest("The record after line " + line + " is longer than " + maxCharacters
                    + " characters: there may be an unclosed quote.");
        }
    }
}
