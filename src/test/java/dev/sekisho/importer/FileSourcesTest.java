// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other systems' files. */
class FileSourcesTest {
    private static final String HASH = "$1$abcdefgh$5XhrJpGu.bBXAZh4lT8oY/";

    @Test
    void usersOfAPasswdFileAreAccounts() {
        String file = """
                # users
                Alice@Example.org:{SSHA512}AAAA:1000:1000::/home/alice::allow_nets=192.0.2.0/24,local userdb_quota_rule=*:storage=1G
                bob@example.org:%s
                carol:{PLAIN}open sesame:::::: nologin
                dave@example.org:abnqrLigH.z/s:::::
                erin@example.org::::::
                bob@example.org:{PLAIN}again
                """.formatted(HASH);
        ImportData importData =
                PasswdFile.read(text(file), new StoredSecret(Optional.of("CRYPT")), Optional.of("example.net"));
        assertThat(importData.accounts())
                .containsOnlyKeys(
                        "alice@example.org",
                        "bob@example.org",
                        "carol@example.net",
                        "dave@example.org",
                        "erin@example.org");
        assertThat(account(importData, "erin@example.org").hasSecret()).isFalse();
        assertThat(account(importData, "alice@example.org").networks()).contains("192.0.2.0/24");
        assertThat(account(importData, "bob@example.org").secret()).isEqualTo("{MD5-CRYPT}" + HASH);
        assertThat(account(importData, "carol@example.net").inactive()).isPresent();
        assertThat(account(importData, "dave@example.org").secret()).isEqualTo("{CRYPT}abnqrLigH.z/s");
        assertThat(importData.clearPasswords()).isEqualTo(1);
        assertThat(importData.skipped())
                .containsExactly(
                        new ImportData.Skipped(
                                "line 2 Alice@Example.org", "allow_nets has local, which is not a network: skipped"),
                        new ImportData.Skipped(
                                "line 2 Alice@Example.org", "has userdb_quota_rule, which stays in Dovecot"),
                        new ImportData.Skipped(
                                "line 6 erin@example.org",
                                "has no password, or a locked one: it is not created, and suspended if it exists"),
                        new ImportData.Skipped("line 7 bob@example.org", "occurs twice; the first one is imported"));
    }

    @ParameterizedTest
    @CsvSource({
        "{BLF-CRYPT}x, {BLF-CRYPT}x",
        "$2y$05$x, {BLF-CRYPT}$2y$05$x",
        "$5$x, {SHA256-CRYPT}$5$x",
        "$6$x, {SHA512-CRYPT}$6$x",
        "$md5$x, {CRYPT}$md5$x",
        "'$md5,rounds=1$x', '{CRYPT}$md5,rounds=1$x'",
        "$argon2id$x, {ARGON2ID}$argon2id$x",
        "$argon2i$x, {ARGON2I}$argon2i$x",
    })
    void aHashShowsItsScheme(String stored, String expected) {
        assertThat(new StoredSecret(Optional.empty()).of(stored)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{PLAIN}a", "{plain.b64}a", "{CLEARTEXT}a", "{Clear}a", "{PLAIN-TRUNC}1-a"})
    void clearPasswordsAreKnown(String stored) {
        assertThat(StoredSecret.isClear(stored)).isTrue();
        assertThat(StoredSecret.isClear("{PLAIN-MD5}a")).isFalse();
    }

    @Test
    void aVirtualMapIsReadAsPostfixReadsIt() {
        String file = """
                # aliases
                example.org   anything
                Info@example.org  alice@example.org,
                    bob@example.net
                @example.com\t@example.org
                @example.net  alice@example.org
                postmaster    root
                sales@example.org  local-user
                unknown@example.org
                """;
        ImportData importData = VirtualMap.read(text(file), Optional.empty());
        assertThat(importData.domains()).containsExactly("example.org");
        assertThat(aliases(importData))
                .containsOnly(
                        entry("info@example.org", Set.of("alice@example.org", "bob@example.net")),
                        entry("@example.com", Set.of("@example.org")),
                        entry("@example.net", Set.of("alice@example.org")));
        assertThat(importData.skipped())
                .containsExactly(
                        new ImportData.Skipped("line 7 postmaster", "has no domain (--domain)"),
                        new ImportData.Skipped(
                                "line 8 sales@example.org", "has a target that is not a mail address: local-user"),
                        new ImportData.Skipped("line 9 unknown@example.org", "has no target"));
        assertThat(aliases(VirtualMap.read(text(file), Optional.of("example.org"))))
                .contains(
                        entry("postmaster@example.org", Set.of("root@example.org")),
                        entry("sales@example.org", Set.of("local-user@example.org")));
    }

    @Test
    void limitsOfPolicydRateLimitAreOfRecipients() throws Exception {
        ImportData importData = PolicydRateLimit.read(text("""
                limits:
                    - [10, 60] # by the minute; what is by the second becomes a minute's
                    - [150, 86400]
                    - [5, 1]
                limits_by_id:
                    Alice@example.org: [[1000, 86400]]
                    free@example.org: []
                    192.0.2.1: [[1, 60]]
                limit_by_ip: True
                fail_action: "reject Too much"
                """));
        assertThat(importData.limits())
                .containsOnly(
                        entry("installation", "5/1m reject, 150/1d reject"),
                        entry("alice@example.org", "1000/1d reject"),
                        entry("free@example.org", "unlimited"));
        assertThat(importData.skipped())
                .extracting(ImportData.Skipped::place)
                .containsExactly("limits", "limits_by_id 192.0.2.1", "limit_by_ip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- a", "a: [", "a: !!javax.script.ScriptEngineManager [1]", "x: &x [*x, *x"})
    void anInvalidConfigurationIsRefused(String yaml) {
        assertThatThrownBy(() -> PolicydRateLimit.read(text(yaml))).isInstanceOf(IOException.class);
    }

    @Test
    void foreignTextsAreCutAndBareOfControlCharacters() {
        ImportData importData = VirtualMap.read(text("a@example.org \u001b[31m" + "x".repeat(1_000)), Optional.empty());
        assertThat(importData.skipped().get(0).reason())
                .hasSizeLessThan(250)
                .doesNotContain("\u001b")
                .contains("\\u001b[31m");
    }

    private static TextFile text(String text) {
        return TextFile.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Set<String>> aliases(ImportData importData) {
        return Map.copyOf(importData.aliases());
    }

    private static ImportData.Account account(ImportData importData, String address) {
        return Objects.requireNonNull(importData.accounts().get(address), address);
    }
}
