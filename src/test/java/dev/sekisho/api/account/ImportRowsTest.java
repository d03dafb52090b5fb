// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.api.http.ProblemException;
import dev.sekisho.service.InvalidRequest;
import dev.sekisho.service.PermissionsBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as spreadsheets write them, and files too large for memory. */
class ImportRowsTest {
    private static final String MARK = "\uFEFF";

    private final List<String> addresses = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private void read(String file, boolean csv) throws IOException {
        read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), csv);
    }

    private void read(InputStream file, boolean csv) throws IOException {
        ImportRows.read(file, csv, (row, address) -> {
            addresses.add(address);
            errors.add(row.error().isEmpty() ? "" : row.line() + " " + row.error());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MARK + "address,mailHost\ncarol@example.org,mail1\n",
                MARK + "address,mailHost\r\ncarol@example.org,mail1\r\n",
                MARK + "address;mailHost\r\ncarol@example.org;mail1\r\n",
                "address;sendLimits\ncarol@example.org;10/1h, 50/1d\n",
                "address\tmailHost\ncarol@example.org\tmail1\n",
                "address\ncarol@example.org"
            })
    void whatASpreadsheetWritesIsRead(String file) throws IOException {
        read(file, true);
        assertThat(addresses).containsExactly("carol@example.org");
        assertThat(errors).containsExactly("");
    }

    @Test
    void aByteOrderMarkBeforeJsonLinesIsSkipped() throws IOException {
        read(MARK + "{\"address\": \"carol@example.org\"}\n", false);
        assertThat(addresses).containsExactly("carol@example.org");
        assertThat(errors).containsExactly("");
    }

    @Test
    void whatJsonCannotBeIsRefusedByItsLine() throws IOException {
        String nested = "{\"address\": " + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        read("{\"address\": \"a@example.org\"}\n" + nested + "\n{\"a\": 1, \"a\": 2}\n[]\n", false);
        assertThat(errors)
                .containsExactly(
                        "",
                        "2 is nested too deeply",
                        "3 is not a JSON object, or has a duplicate member",
                        "4 is not a JSON object, or has a duplicate member");
    }

    @Test
    void whatStandsBehindTheObjectOfALineIsRefusedByItsLine() throws IOException {
        read(
                "{\"address\": \"a@example.org\"} trailing\n{\"a\": 1}{\"b\": 2}\n{\"address\": \"b@example.org\"}\n",
                false);
        assertThat(errors)
                .containsExactly(
                        "1 is not a JSON object, or has a duplicate member",
                        "2 is not a JSON object, or has a duplicate member",
                        "");
    }

    @Test
    void anAddressWithHalfOfASurrogatePairIsNone() throws IOException {
        read("{\"address\": \"\\ud800@example.org\"}\n", false);
        assertThat(addresses).containsExactly("");
    }

    @Test
    void aQuoteThatIsNotClosedIsNotReadToTheEnd() {
        Endless file = new Endless("address,mailHost\na@example.org,m\n\"", "x".repeat(1_000) + "\n");
        assertThatThrownBy(() -> read(file, true))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("quote");
        assertThat(file.read).isLessThan(2 * ImportRows.MAX_RECORD);
    }

    @Test
    void aFileIsBoundedAsAWhole() {
        Endless file = new Endless("", "{\"address\": \"a@example.org\", \"plan\": \"" + "x".repeat(60_000) + "\"}\n");
        assertThatThrownBy(() -> read(file, false))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(413));
        assertThat(addresses).hasSizeLessThan(ImportRows.MAX_BYTES / 60_000 + 1);
    }

    /** A file with its beginning once and the rest many times. */
    private static final class Endless extends InputStream {
        private final byte[] begin;
        private final byte[] rest;
        private long read;

        Endless(String begin, String rest) {
            this.begin = begin.getBytes(StandardCharsets.UTF_8);
            this.rest = rest.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            long at = read++;
            return at < begin.length ? begin[(int) at] : rest[(int) ((at - begin.length) % rest.length)];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            for (int i = 0; i < length; i++) {
                into[offset + i] = (byte) read();
            }
            return length;
        }
    }

    @Test
    void columnsOfPermissionsBecomeOneObject() throws IOException {
        List<PermissionsBody> permissions = new ArrayList<>();
        String file = "address,permissions.imap,permissions.networks\na@example.org,FALSE,192.0.2.0/24\n";
        ImportRows.read(
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                true,
                (row, address) ->
                        permissions.add(PermissionsBody.of(row.fields().permissions())));
        assertThat(permissions)
                .containsExactly(new PermissionsBody(null, null, null, false, null, null, null, "192.0.2.0/24", null));
    }

    @Test
    void aColumnHasOnePermission() {
        assertThatThrownBy(() -> read("address,permissions\na@example.org,x\n", true))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("permissions.imap");
    }
}
