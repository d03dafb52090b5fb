// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.api.http.JsonFields;
import dev.sekisho.bruteforce.BruteForceConfig;
import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.SendExemption;
import dev.sekisho.importer.AllowedNetworks;
import dev.sekisho.quota.MessageConfig;
import dev.sekisho.service.FieldError;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.bruteforce.BlockFilter;
import dev.sekisho.service.exemption.BruteForceExemptionService;
import dev.sekisho.settings.Setting;
import jakarta.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A network has the same meaning in every place that accepts one. */
class NetworkEntrancesTest {
    private static final Map<String, String> CORRECTED = Map.of(
            "192.0.2.1/24", "192.0.2.0/24",
            "2001:db8::1/32", "2001:db8::/32",
            "::ffff:192.0.2.1/120", "192.0.2.0/24");

    /** Each reads a text, throws its exception for a wrong one, and returns its network for a right one. */
    private static Map<String, Function<String, Object>> entrances() {
        return Map.of(
                "permissions.networks",
                text -> permissions("networks", text),
                "permissions.blockedNetworks",
                text -> permissions("blockedNetworks", text),
                "networks of an app password",
                NetworkList::parse,
                "sekisho.bruteforce.trusted-networks",
                text -> parsed(BruteForceConfig.SETTINGS, "sekisho.bruteforce.trusted-networks", text),
                "sekisho.quota.single-recipient-exempt",
                text -> parsed(MessageConfig.SETTINGS, "sekisho.quota.single-recipient-exempt", text),
                "exemption from brute-force protection",
                BruteForceExemptionService::subject,
                "exemption from send limits",
                SendExemption::subject,
                "scope of send limits",
                ScopeKind.NETWORK::subject,
                "row of a scope in the snapshot",
                NetworkEntrancesTest::row,
                "filter of blocks",
                text -> new BlockFilter(null, text, null).network().orElseThrow());
    }

    private static Function<String, Object> entrance(String name) {
        return Objects.requireNonNull(entrances().get(name));
    }

    private static Stream<Arguments> wrong() {
        return entrances().keySet().stream()
                .flatMap(name -> CORRECTED.keySet().stream().map(text -> Arguments.of(name, text)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void bitsBehindThePrefixAreRefusedWithTheCorrectedForm(String entrance, String text) {
        assertThat(refusal(entrance, text))
                .isEqualTo(text + " has bits behind its prefix; write " + CORRECTED.get(text));
    }

    private static Stream<Arguments> right() {
        return entrances().keySet().stream()
                .flatMap(name -> Stream.of("192.0.2.0/24", "2001:db8::/32", "::ffff:192.0.2.0/120", "192.0.2.7")
                        .map(text -> Arguments.of(name, text)));
    }

    @ParameterizedTest
    @MethodSource("right")
    void aNetworkIsTakenInItsCanonicalForm(String entrance, String text) {
        String canonical = text.startsWith("::ffff") ? "192.0.2.0/24" : text;
        Object taken = entrance(entrance).apply(text);
        if (!entrance.startsWith("sekisho.quota")) {
            assertThat(String.valueOf(taken).replaceAll("[\\[\\]]", "")).isEqualTo(canonical);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/33, '\"192.0.2.0/33\" needs a prefix length of 0 to 32 behind the slash'",
        "2001:db8::/129, '\"2001:db8::/129\" needs a prefix length of 0 to 128 behind the slash'",
        "300.0.0.0/8, '\"300.0.0.0/8\" is not an IP address or network; write it as 192.0.2.0/24 or 2001:db8::/32'"
    })
    void allElseIsRefusedInOneMessage(String text, String message) {
        assertThat(entrances().keySet())
                .allSatisfy(entrance -> assertThat(refusal(entrance, text)).isEqualTo(message));
    }

    /** Dovecot masks: the importer takes the network that Dovecot meant, and reports it. */
    @ParameterizedTest
    @CsvSource({"192.0.2.1/24", "2001:db8::1/32", "::ffff:192.0.2.1/120"})
    void theImporterMasksAsDovecotDoesAndReportsIt(String text) {
        AllowedNetworks networks = AllowedNetworks.of(text);
        assertThat(networks.text()).isEqualTo(CORRECTED.get(text));
        assertThat(networks.notes()).containsExactly("allow_nets has " + text + ": imported as " + CORRECTED.get(text));
    }

    private static String refusal(String entrance, String text) {
        try {
            return "taken as " + entrance(entrance).apply(text);
        } catch (InvalidFields e) {
            return e.errors().stream().map(FieldError::message).collect(Collectors.joining("; "));
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Object permissions(String name, String text) {
        JsonFields body = new JsonFields(Json.createObjectBuilder()
                .add("permissions", Json.createObjectBuilder().add(name, text))
                .build());
        PermissionOverrides permissions = body.permissions();
        String networks = name.equals("networks") ? permissions.networks() : permissions.blockedNetworks();
        body.errors().check();
        return String.valueOf(networks);
    }

    private static Object parsed(List<Setting<?>> settings, String name, String text) {
        Setting<?> setting = settings.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return setting.parser().apply(text);
    }

    private static Object row(String text) {
        NetworkMap.Builder<String> rows = new NetworkMap.Builder<>();
        rows.add(text, IpNetwork.masked(text).toString());
        return String.valueOf(
                rows.build().find(IpNetwork.masked(text).toString().split("/", 2)[0]));
    }
}
