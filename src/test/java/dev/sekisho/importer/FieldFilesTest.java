// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as they exist in the field: restrictions that Sekisho cannot express, odd values, encodings. */
class FieldFilesTest {
    private static final StoredSecret SECRETS = new StoredSecret(Optional.empty());
    private static final Optional<String> DOMAIN = Optional.of("example.org");

    @Test
    void aListWithoutNetworksLetsNoneIn() throws Exception {
        ImportData importData = PasswdFile.read(file("f1-users"), SECRETS, DOMAIN);
        assertThat(networks(importData, "backup@example.org")).contains("none");
        assertThat(networks(importData, "empty@example.org")).contains("none");
        assertThat(networks(importData, "both@example.org")).contains("192.0.2.0/24");
        assertThat(networks(importData, "alice@example.org")).isEmpty();
        assertThat(reasons(importData, "line 1 backup"))
                .containsExactly(
                        "allow_nets has local, which is not a network: skipped",
                        "allow_nets leaves no network: no login is permitted (permissions.networks is none)");
        assertThat(reasons(importData, "line 3 empty@example.org")).hasSize(1);
        assertThat(reasons(importData, "line 4 both@example.org")).hasSize(1);
    }

    @Test
    void anOddNetworkDoesNotAffectOtherAccounts() throws Exception {
        ImportData importData = PasswdFile.read(file("f14-users"), SECRETS, DOMAIN);
        assertThat(networks(importData, "wiki@example.org")).contains("::1, 127.0.0.0/24");
        assertThat(networks(importData, "alice@example.org")).contains("192.0.2.0/24");
        assertThat(networks(importData, "bob@example.org")).isEmpty();
        assertThat(reasons(importData, "line 2 alice@example.org"))
                .containsExactly("allow_nets has 192.0.2.7/24: imported as 192.0.2.0/24");
        assertThat(reasons(importData, "line 1 wiki"))
                .contains("allow_nets has mail=wiki@example.org, which is not a network: skipped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7 | 192.0.2.7",
                "2001:db8::1/32 | 2001:db8::/32",
                "2001:db8::/32 | 2001:db8::/32",
                "::ffff:192.0.2.9/120 | 192.0.2.0/24",
                "::ffff:192.0.2.9/40 | none",
                "0.0.0.0/0 | 0.0.0.0/0",
                "300.0.0.1 | none",
                "mail.example.org | none",
                "192.0.2.0/33 | none",
                "192.0.2.0/ | none",
                "any | none",
                "192.0.2.0/24;198.51.100.0/24 | none",
                "192.0.2.1 198.51.100.1 | 192.0.2.1, 198.51.100.1",
            })
    void everyNetworkIsImportedOrReported(String allowNets, String expected) {
        AllowedNetworks networks = AllowedNetworks.of(allowNets);
        assertThat(networks.text()).isEqualTo(expected);
        assertThat(dev.sekisho.net.NetworkList.parse(networks.text()).toString())
                .isEqualTo(expected);
        assertThat(networks.notes().isEmpty())
                .isEqualTo(expected.replace(",", "").equals(allowNets));
    }

    @Test
    void aListThatIsTooLongIsCutAndStaysStricter() {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            list.append("198.51.100.").append(i).append(',');
        }
        AllowedNetworks networks = AllowedNetworks.of(list.toString());
        assertThat(networks.text().length()).isBetween(900, 1_000);
        assertThat(networks.notes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.0/24 | 192.0.2.7, 198.51.100.1 | 192.0.2.7",
                "192.0.2.0/24 | any | 192.0.2.0/24",
                "none | 192.0.2.0/24 | none",
                "192.0.2.0/24 | 2001:db8::/32 | none",
                "0.0.0.0/0, ::/0 | 2001:db8::/32, 192.0.2.0/24 | 192.0.2.0/24, 2001:db8::/32",
            })
    void twoRestrictionsLeaveWhatIsInBoth(String one, String other, String expected) {
        assertThat(AllowedNetworks.inBoth(one, other)).isEqualTo(expected);
        assertThat(Set.of(AllowedNetworks.inBoth(other, one).split(", "))).isEqualTo(Set.of(expected.split(", ")));
    }

    @Test
    void theRealAddressIsARestrictionToo() {
        ImportData importData = PasswdFile.read(
                text("a@example.org:{SHA}x::::::allow_nets=192.0.2.0/24 allow_real_nets=192.0.2.7/32,local\n"
                        + "b@example.org:{SHA}x::::::allow_real_nets=198.51.100.0/24"),
                SECRETS,
                DOMAIN);
        assertThat(networks(importData, "a@example.org")).contains("192.0.2.7");
        assertThat(networks(importData, "b@example.org")).contains("198.51.100.0/24");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "!!", "!$6$abcdefgh$xxx", "*", "*LK*", "{CRYPT}!", "{SHA512-CRYPT}", "{PLAIN}"})
    void aLockedPasswordIsAnAccountThatMayNotLogIn(String stored) {
        ImportData importData = PasswdFile.read(text("a@example.org:" + stored + ":::::: "), SECRETS, DOMAIN);
        ImportData.Account account =
                Objects.requireNonNull(importData.accounts().get("a@example.org"));
        assertThat(account.inactive()).contains("no password");
        assertThat(account.hasSecret()).isFalse();
        assertThat(importData.domains()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{PLAIN}!secret", "{PLAIN}*", "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19"})
    void aPasswordMayBeginAsALockedOneDoes(String stored) {
        assertThat(SECRETS.isLocked(stored)).isFalse();
    }

    @Test
    void commandsFilesAndMailboxesAreNotAliases() throws Exception {
        for (Optional<String> domain : List.of(DOMAIN, Optional.<String>empty())) {
            ImportData importData = VirtualMap.read(file("f15-virtual"), domain);
            assertThat(aliases(importData)).containsOnly(entry("archive@example.org", Set.of("bob@example.org")));
            assertThat(importData.skipped())
                    .extracting(each -> each.place() + ": " + each.reason())
                    .containsExactly(
                            "line 1 tickets@example.org: has a command as target, which a virtual alias cannot run:"
                                    + " \"|/usr/local/bin/ticket --queue support\"",
                            "line 2 archive@example.org: has a file as target: /var/mail/archive.mbox",
                            "line 3 support:: ends with a colon: this looks like an aliases file, aliases(5)",
                            "line 4 alice@example.org: has a mailbox as target: this looks like virtual_mailbox_maps,"
                                    + " whose entries are not aliases: example.org/alice/");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x@example.org |/bin/cat me@example.org",
                "x@example.org :include:/etc/list",
                "/^x@/ y@example.org",
                "x@example.org;y@example.org",
                "x@example.org;\ty@example.org",
                "x@example.org \"|cmd\"@example.org",
                "x@example.org a@b@example.org",
                "x@example.org a;b@example.org",
            })
    void anInvalidAliasIsReportedWithADomainToo(String line) {
        ImportData importData = VirtualMap.read(text(line), DOMAIN);
        assertThat(importData.aliases()).isEmpty();
        assertThat(importData.skipped()).isNotEmpty();
    }

    @Test
    void addressesAsPeopleWriteThem() {
        ImportData importData = VirtualMap.read(
                text("Info@Example.ORG. \"john doe\"@example.net., c/o/x@example.net\n@example.com. @Example.org."),
                DOMAIN);
        assertThat(aliases(importData))
                .containsOnly(
                        entry("info@example.org", Set.of("\"john doe\"@example.net", "c/o/x@example.net")),
                        entry("@example.com", Set.of("@example.org")));
        assertThat(importData.skipped()).isEmpty();
    }

    @Test
    void limitsInADatabaseAreReported() throws Exception {
        ImportData importData = PolicydRateLimit.read(file("f16-sql.yaml"));
        assertThat(importData.limits()).containsOnly(entry("installation", "100/1h"));
        assertThat(importData.skipped())
                .containsExactly(new ImportData.Skipped(
                        "sql_limits_by_id", "limits of single accounts are in a database and not imported"));
    }

    @Test
    void limitsOfClientAddressesAreNotLimitsOfAccounts() throws Exception {
        ImportData importData = PolicydRateLimit.read(file("f16-addresses.yaml"));
        assertThat(importData.limits()).isEmpty();
        assertThat(importData.skipped())
                .extracting(ImportData.Skipped::place)
                .containsExactly("limits", "limit_by_ip", "limited_networks");
        assertThat(importData.skipped().get(0).reason()).contains("[[10, 60], [150, 86400]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[20, 30]] | 20/1m",
                "[[100, 5184000]] | 50/31d",
                "[[5000000000, 60]] | 1000000000/1m",
                "[[0, 60]] | 1/1m",
                "[[1,60],[2,120],[3,180],[4,240],[5,300],[6,360],[7,420],[8,480],[9,540]]"
                        + " | 1/1m, 2/2m, 3/3m, 4/4m, 5/5m, 6/6m, 7/7m, 8/9m",
            })
    void aLimitOutOfBoundsBecomesOneThatPermitsNoMore(String limits, String expected) throws Exception {
        ImportData importData = PolicydRateLimit.read(text("limits: " + limits));
        assertThat(importData.limits()).containsOnly(entry("installation", expected));
        assertThat(importData.skipped()).isNotEmpty();
    }

    @Test
    void aListThatCannotBeReadIsNotUnlimited() throws Exception {
        ImportData importData =
                PolicydRateLimit.read(text("limits_by_id: {a@example.org: [[ten, 60]], b@example.org: []}"));
        assertThat(importData.limits()).containsOnly(entry("b@example.org", "unlimited"));
    }

    private static Stream<Arguments> readers() {
        BiFunction<TextFile, Optional<String>, ImportData> users =
                (file, domain) -> PasswdFile.read(file, SECRETS, domain);
        BiFunction<TextFile, Optional<String>, ImportData> virtual = VirtualMap::read;
        BiFunction<TextFile, Optional<String>, ImportData> limits = (file, domain) -> {
            try {
                return PolicydRateLimit.read(file);
            } catch (IOException e) {
                throw new IllegalArgumentException(e);
            }
        };
        return Stream.of(
                Arguments.of(
                        "carol@example.org:{PLAIN}sésame::::::\n# é\ndave@example.org:{SHA}x:::::: nologin\n", users),
                Arguments.of(
                        "carol@example.org one@example.org,\n  two@example.org\n# é\n@example.net x@example.org\n",
                        virtual),
                Arguments.of("# é\nlimits: [[1, 60]]\nlimits_by_id:\n  carol@example.org: [[2, 60]]\n", limits));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void everyReaderTakesEveryEncoding(String text, BiFunction<TextFile, Optional<String>, ImportData> reader) {
        String plain = shown(reader.apply(TextFile.of(text.getBytes(StandardCharsets.UTF_8)), DOMAIN));
        assertThat(plain).contains("carol@example.org");
        String dos = text.replace("\n", "\r\n");
        for (byte[] bytes : List.of(
                bytes("\ufeff" + text, StandardCharsets.UTF_8),
                bytes(dos, StandardCharsets.UTF_8),
                bytes("\ufeff" + dos, StandardCharsets.UTF_8),
                bytes("\ufeff" + dos, StandardCharsets.UTF_16LE),
                bytes("\ufeff" + text, StandardCharsets.UTF_16BE),
                bytes(text.replace('\n', '\r'), StandardCharsets.UTF_8))) {
            assertThat(shown(reader.apply(TextFile.of(bytes), DOMAIN))).isEqualTo(plain);
        }
        ImportData latin1 = reader.apply(TextFile.of(bytes(text, StandardCharsets.ISO_8859_1)), DOMAIN);
        assertThat(latin1.skipped()).contains(new ImportData.Skipped("file", TextFile.LATIN_1));
        assertThat(shown(latin1).replace("file: " + TextFile.LATIN_1 + "; ", ""))
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufeff", "\u200b", "\u00ad", "\u202e", "\ufffd", "\ue000"})
    void anInvisibleCharacterIsNotPartOfAnAddress(String character) {
        String address = "car" + character + "ol@example.org";
        ImportData users = PasswdFile.read(text("a@example.org:{SHA}x\n" + address + ":{SHA}x::::::"), SECRETS, DOMAIN);
        assertThat(users.accounts()).containsOnlyKeys("a@example.org");
        assertThat(users.skipped().get(0).reason()).contains("invisible");
        ImportData virtual = VirtualMap.read(
                text("b@example.org a@example.org\n" + address + " x@example.org\nc@example.org " + address + "\n"),
                DOMAIN);
        assertThat(virtual.aliases()).containsOnlyKeys("b@example.org");
        assertThat(VirtualMap.read(text("a.example\nexam" + character + "ple.org\n"), DOMAIN)
                        .domains())
                .containsExactly("a.example");
    }

    @Test
    void aPasswdFileWithSemicolonsIsReported() {
        ImportData importData = PasswdFile.read(text("carol@example.org;{SHA}x;;;;;;"), SECRETS, DOMAIN);
        assertThat(importData.accounts()).isEmpty();
        assertThat(importData.skipped())
                .containsExactly(new ImportData.Skipped(
                        "line 1", "has fields separated by semicolons: a passwd-file uses colons"));
    }

    private static String shown(ImportData importData) {
        StringBuilder text = new StringBuilder();
        importData.skipped().forEach(each -> text.append(each.place() + ": " + each.reason() + "; "));
        importData.accounts().forEach((key, each) -> text.append(key + each.secret() + each.inactive()));
        return text + "" + importData.aliases() + importData.limits() + importData.domains();
    }

    private static Map<String, Set<String>> aliases(ImportData importData) {
        return Map.copyOf(importData.aliases());
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static TextFile text(String text) {
        return TextFile.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> networks(ImportData importData, String address) {
        return Objects.requireNonNull(importData.accounts().get(address), address)
                .networks();
    }

    private static List<String> reasons(ImportData importData, String place) {
        return importData.skipped().stream()
                .filter(each -> each.place().equals(place))
                .map(ImportData.Skipped::reason)
                .toList();
    }

    private static TextFile file(String name) throws IOException {
        try (InputStream file = FieldFilesTest.class.getResourceAsStream("field/" + name)) {
            return TextFile.of(Objects.requireNonNull(file, name).readAllBytes());
        }
    }
}
