// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.Immutable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text file of any usual kind: UTF-8 with or without a byte order mark, UTF-16 with one, or Latin-1; line ends LF, CR
 * LF or CR.
 *
 * @param text the characters without the mark, with LF as line end
 * @param latin1 whether the bytes are not UTF-8 and were read as Latin-1
 */
@Immutable
public record TextFile(String text, boolean latin1) {
    /** A map or configuration of this size has a million lines; a larger file is something else. */
    private static final long MAX_BYTES = 256L << 20;

    private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] UTF_16_BE_MARK = {(byte) 0xfe, (byte) 0xff};
    private static final byte[] UTF_16_LE_MARK = {(byte) 0xff, (byte) 0xfe};

    /** Message of readers for a file that is not UTF-8. */
    public static final String LATIN_1 = "is not UTF-8: it was read as Latin-1, check names that are not ASCII";

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, or is too large
     */
    public static TextFile read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("is larger than " + MAX_BYTES + " bytes");
        }
        return of(Files.readAllBytes(file));
    }

    /** Decodes bytes. */
    public static TextFile of(byte[] bytes) {
        if (startsWith(bytes, UTF_16_BE_MARK)) {
            return new TextFile(lines(decoded(bytes, 2, StandardCharsets.UTF_16BE)), false);
        }
        if (startsWith(bytes, UTF_16_LE_MARK)) {
            return new TextFile(lines(decoded(bytes, 2, StandardCharsets.UTF_16LE)), false);
        }
        int start = startsWith(bytes, UTF_8_MARK) ? UTF_8_MARK.length : 0;
        ByteBuffer rest = ByteBuffer.wrap(bytes, start, bytes.length - start);
        try {
            return new TextFile(
                    lines(StandardCharsets.UTF_8.newDecoder().decode(rest).toString()), false);
        } catch (CharacterCodingException e) {
            return new TextFile(lines(decoded(bytes, start, StandardCharsets.ISO_8859_1)), true);
        }
    }

    private static String decoded(byte[] bytes, int start, Charset charset) {
        return new String(bytes, start, bytes.length - start, charset);
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || bytes[i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** The lines, without line ends. */
    public List<String> lines() {
        return text.lines().toList();
    }

    /**
     * The lines, joined with their continuation lines: in Postfix's tables and files a line that begins with a blank
     * continues the last one, even after comments and empty lines (postconf(5)).
     */
    List<Line> continuedLines() {
        List<Line> logical = new ArrayList<>();
        List<String> physical = lines();
        for (int i = 0; i < physical.size(); i++) {
            String line = physical.get(i);
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0)) && !logical.isEmpty()) {
                Line before = logical.remove(logical.size() - 1);
                logical.add(new Line(before.number(), before.text() + ' ' + line.strip()));
            } else {
                logical.add(new Line(i + 1, line.strip()));
            }
        }
        return logical;
    }

    /** A logical line and the number of its first physical line. */
    @Immutable
    record Line(int number, String text) {}
}
