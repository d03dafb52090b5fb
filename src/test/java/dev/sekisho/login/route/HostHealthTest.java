// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.directory.HostAddress;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.login.TestProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostHealthTest {
    private static final String FIRST = "192.0.2.11";
    private static final String SECOND = "2001:db8::12";

    private final TestProbe probe = new TestProbe();
    private final HostHealth health = probe.health();
    private final OperatorLog log = new OperatorLog("dev.sekisho.login");

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void eachAddressIsProbedForEachProtocolAndSubmissionAtItsRoute() {
        probe.probe(host(Optional.of("192.0.2.25"), true));
        assertThat(probe.probed)
                .containsExactlyInAnyOrder(
                        FIRST + " 143 imap",
                        FIRST + " 110 pop3",
                        SECOND + " 143 imap",
                        SECOND + " 110 pop3",
                        "192.0.2.25 587 smtp");
        assertThat(probe.isDraining("mail-a 192.0.2.25 smtp")).isFalse();
    }

    @Test
    void aHostWithoutProbesGetsNoConnection() {
        probe.probe(host(Optional.empty(), false));
        assertThat(probe.probed).isEmpty();
        assertThat(health.word(FIRST, 143)).isEqualTo("unknown");
        assertThat(health.isUp(FIRST, 143)).isTrue();
    }

    @Test
    void aFirstFailureIsConfirmedAtOnceAndOnlyTheSecondMakesItDown() {
        probe.setDead(FIRST);
        health.probe(List.of(host(Optional.empty(), true)), List.of(), 25);
        assertThat(health.isUp(FIRST, 143)).isTrue();
        assertThat(health.word(FIRST, 143)).isEqualTo("up");
        assertThat(health.down()).isZero();
        assertThat(log.lines()).isEmpty();
        probe.runLater();
        assertThat(health.isUp(FIRST, 143)).isFalse();
        assertThat(health.word(FIRST, 143)).isEqualTo("down");
        assertThat(health.isUp(SECOND, 143)).isTrue();
        assertThat(health.down()).isEqualTo(3);
        assertThat(log.lines()).hasSize(3).allMatch(line -> line.startsWith("SKS0611W "));
        // Addresses that are down are probed in rounds only.
        assertThat(probe.later).isEmpty();
        probe.probe(host(Optional.empty(), true));
        assertThat(log.lines()).as("logged once").hasSize(3);
    }

    @Test
    void oneThatComesBackBeforeTheConfirmationWasNeverDown() {
        probe.setDead(FIRST);
        health.probe(List.of(host(Optional.empty(), true)), List.of(), 25);
        probe.setDead();
        probe.runLater();
        assertThat(health.isUp(FIRST, 143)).isTrue();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void oneSuccessMakesItUpAgain() {
        probe.setDead(FIRST);
        probe.probe(host(Optional.empty(), true));
        probe.setDead();
        probe.probe(host(Optional.empty(), true));
        assertThat(health.word(FIRST, 143)).isEqualTo("up");
        assertThat(log.lines()).last().asString().startsWith("SKS0612I ");
    }

    @Test
    void aLoginMakesAnOldAnswerNewAndAYoungOneServes() {
        probe.probe(host(Optional.empty(), true));
        probe.probed.clear();
        probe.setDead(FIRST);
        probe.pass(HostHealth.FRESH_NANOS - 1);
        assertThat(health.isUp(FIRST, 143)).isTrue();
        assertThat(probe.probed).isEmpty();
        probe.pass(1);
        assertThat(health.isUp(FIRST, 143)).isTrue();
        probe.runLater();
        assertThat(health.isUp(FIRST, 143)).isFalse();
        assertThat(probe.probed).containsExactly(FIRST + " 143 imap", FIRST + " 143 imap");
    }

    @Test
    void whileAProbeIsUnansweredNoOtherIsSent() {
        probe.setSilent(true);
        probe.probe(host(Optional.empty(), true));
        int probed = probe.probed.size();
        probe.pass(10 * HostHealth.FRESH_NANOS);
        probe.probe(host(Optional.empty(), true));
        assertThat(health.isUp(FIRST, 143)).isTrue();
        assertThat(probe.probed).hasSize(probed);
    }

    @Test
    void whatIsGoneIsForgotten() {
        probe.setDead(FIRST);
        probe.probe(host(Optional.empty(), true));
        probe.probe();
        assertThat(health.down()).isZero();
        assertThat(health.isUp(FIRST, 143)).isTrue();
        assertThat(probe.up).isEmpty();
    }

    @Test
    void theGaugesCoverEachAddressOfAHostAndOfTheMx() {
        probe.setDead(FIRST, "192.0.2.31");
        health.probe(
                List.of(host(Optional.empty(), true)),
                List.of("192.0.2.31:2525, mx.example.org", "a list, of nonsense"),
                25);
        probe.runLater();
        assertThat(probe.up).hasSize(8);
        assertThat(probe.isUp("mail-a " + FIRST + " imap")).isFalse();
        assertThat(probe.isUp("mail-a " + SECOND + " imap")).isTrue();
        assertThat(probe.isDraining("mail-a " + FIRST + " imap")).isFalse();
        assertThat(probe.isDraining("mail-a " + SECOND + " imap")).isTrue();
        assertThat(probe.isUp("mx 192.0.2.31 2525 smtp")).isFalse();
        assertThat(probe.isUp("mx mx.example.org smtp")).isTrue();
    }

    @Test
    void probesAreBoundedHoweverManyAddressesThereAre() {
        List<LoginHost> hosts = new ArrayList<>();
        for (int i = 0; i < ProbeTargets.MAX_SERVICES; i++) {
            hosts.add(new LoginHost(
                    "mail-" + i,
                    List.of(new HostAddress("host-" + i, MailHostState.UP)),
                    Optional.empty(),
                    143,
                    110,
                    587,
                    MailHostState.UP,
                    true));
        }
        probe.probe(hosts.toArray(LoginHost[]::new));
        assertThat(health.services()).hasSize(ProbeTargets.MAX_SERVICES);
        assertThat(log.lines()).singleElement().asString().startsWith("SKS0614W ");
        probe.probe(hosts.toArray(LoginHost[]::new));
        assertThat(log.lines()).as("logged once").hasSize(1);
        probe.probe(hosts.get(0));
        probe.probe(hosts.toArray(LoginHost[]::new));
        assertThat(log.lines()).as("and when it is so again").hasSize(2);
    }

    private static LoginHost host(Optional<String> smtpAddress, boolean probed) {
        return new LoginHost(
                "mail-a",
                List.of(new HostAddress(FIRST, MailHostState.UP), new HostAddress(SECOND, MailHostState.DRAINING)),
                smtpAddress,
                143,
                110,
                587,
                MailHostState.UP,
                probed);
    }
}
