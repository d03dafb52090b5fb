// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.RemoteStoreExecutor;
import dev.sekisho.decision.RecordedDecisions;
import dev.sekisho.decision.SendDecision;
import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.directory.snapshot.ScopeRule;
import dev.sekisho.directory.snapshot.SendScopes;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.sendlimit.activity.SenderActivity;
import dev.sekisho.sendlimit.counter.LimitEvent;
import dev.sekisho.sendlimit.counter.LimitUsage;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.sendlimit.counter.TestCaches;
import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sekisho with scopes, exemptions, other stages to count at, and hostile requests. */
class SendRulesTest {
    private static final String ALICE = "alice@example.org";
    private static final String HERE = "192.0.2.7";

    private final CacheFactory caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final List<LimitEvent> events = new ArrayList<>();
    private final SendCounters counters = new SendCounters(caches, directory, clock, events::add);
    private final RecordedDecisions log = new RecordedDecisions();
    private SendLimitPolicy policy = policy(Map.of());

    SendRulesTest() {
        counters.restored();
    }

    private SendLimitPolicy policy(Map<String, String> settings) {
        return new SendLimitPolicy(
                directory,
                counters,
                new SendBlocks(directory, new TestSendBlocks(), clock),
                SendLimitConfig.read(new Settings(new TestConfig(settings))),
                log,
                new SenderActivity(clock),
                RemoteStoreExecutor.direct(),
                clock);
    }

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void mailWithoutALoginCountsForItsNetwork() {
        network("192.0.2.0/24", "2/1h", UnauthenticatedPolicy.COUNT, UnauthenticatedPolicy.COUNT);
        assertThat(end("m1", "", "x@example.com", 2)).isEqualTo("DUNNO");
        assertThat(end("m2", "", "x@example.com", 1)).startsWith("450 4.7.1 ");
        assertThat(((SendDecision) log.last()).limit()).isEqualTo("2/1h");
    }

    @Test
    void theCounterOfANetworkIsReadAndReset() {
        network("192.0.2.0/24", "2/1h", UnauthenticatedPolicy.COUNT, UnauthenticatedPolicy.COUNT);
        ScopeRule rule = Objects.requireNonNull(directory.sendScopes().network(HERE));
        end("m1", "", "x@example.com", 2);
        assertThat(counters.usage(rule)).extracting(LimitUsage::used).containsExactly(2L);
        counters.reset(rule);
        assertThat(counters.usage(rule)).extracting(LimitUsage::used).containsExactly(0L);
        assertThat(end("m2", "", "x@example.com", 2)).isEqualTo("DUNNO");
    }

    @Test
    void mailWithALoginCountsForItsNetworkAndForItself() {
        network("192.0.2.0/24", "3/1h", UnauthenticatedPolicy.COUNT, UnauthenticatedPolicy.COUNT);
        directory.put(ALICE, "2/1h");
        assertThat(end("m1", ALICE, ALICE, 2)).isEqualTo("DUNNO");
        assertThat(end("m2", ALICE, ALICE, 1)).contains("Send limit of 2 recipients");
        assertThat(end("m3", "", "x@example.com", 2)).contains("Send limit of 3 recipients");
        assertThat(end("m4", "", "x@example.com", 1)).isEqualTo("DUNNO");
    }

    @Test
    void theSmallestNetworkDecides() {
        directory.setScopes(new SendScopes.Builder()
                .scope(
                        ScopeKind.NETWORK,
                        "0.0.0.0/0",
                        SendLimits.UNLIMITED,
                        UnauthenticatedPolicy.REFUSE,
                        UnauthenticatedPolicy.COUNT)
                .scope(
                        ScopeKind.NETWORK,
                        "192.0.2.0/24",
                        SendLimits.UNLIMITED,
                        UnauthenticatedPolicy.PASS,
                        UnauthenticatedPolicy.COUNT)
                .build());
        assertThat(end("m1", "", "x@example.com", 1)).isEqualTo("DUNNO");
        assertThat(((SendDecision) log.last()).reason()).isEqualTo("no login");
        PolicyRequest elsewhere = request("m2", "", "x@example.com", 1)
                .clientAddress("198.51.100.1")
                .build();
        assertThat(policy.decide(elsewhere).text()).startsWith("550 5.7.1 Mail without login");
        assertThat(log.last().result()).isEqualTo("reject");
        assertThat(((SendDecision) log.last()).reason()).isEqualTo("no login");
        assertThat(policy.decide(request("m3", ALICE, ALICE, 1)
                        .clientAddress("198.51.100.1")
                        .build()))
                .isEqualTo(PolicyAction.DUNNO);
    }

    @Test
    void mailFromTheNullSenderFollowsThePolicyOfItsNetwork() {
        directory.put(ALICE, "1/1h");
        network("192.0.2.7", "unlimited", UnauthenticatedPolicy.COUNT, UnauthenticatedPolicy.PASS);
        assertThat(end("m1", ALICE, "", 5)).isEqualTo("DUNNO");
        assertThat(((SendDecision) log.last()).reason()).isEqualTo("null sender");
        assertThat(counters.usage(ALICE).get(0).used()).isZero();
        network("192.0.2.7", "unlimited", UnauthenticatedPolicy.COUNT, UnauthenticatedPolicy.REFUSE);
        assertThat(end("m2", ALICE, "", 1)).startsWith("550 ");
        assertThat(((SendDecision) log.last()).reason()).isEqualTo("null sender");
        network("192.0.2.7", "unlimited", UnauthenticatedPolicy.COUNT, UnauthenticatedPolicy.COUNT);
        assertThat(end("m3", ALICE, "", 1)).isEqualTo("DUNNO");
        assertThat(counters.usage(ALICE).get(0).used()).isEqualTo(1);
    }

    @Test
    void anEnvelopeSenderAndItsDomainHaveLimits() {
        directory.setScopes(new SendScopes.Builder()
                .scope(
                        ScopeKind.SENDER,
                        "news@example.com",
                        limits("1/1h"),
                        UnauthenticatedPolicy.COUNT,
                        UnauthenticatedPolicy.COUNT)
                .scope(
                        ScopeKind.SENDER,
                        "@example.com",
                        limits("2/1h"),
                        UnauthenticatedPolicy.COUNT,
                        UnauthenticatedPolicy.COUNT)
                .build());
        assertThat(end("m1", "", "News@Example.com", 1)).isEqualTo("DUNNO");
        assertThat(end("m2", "", "news@example.com", 1)).contains("Send limit of 1 ");
        assertThat(end("m3", "", "other@example.com", 2)).isEqualTo("DUNNO");
        assertThat(end("m4", "", "third@example.com", 1)).contains("Send limit of 2 ");
        assertThat(events).extracting(LimitEvent::scope).contains("sender/news@example.com", "sender/@example.com");
    }

    @Test
    void aPolicyContextHasLimits() {
        directory.setScopes(new SendScopes.Builder()
                .scope(
                        ScopeKind.CONTEXT,
                        "relay",
                        limits("1/1h"),
                        UnauthenticatedPolicy.COUNT,
                        UnauthenticatedPolicy.COUNT)
                .build());
        PolicyRequest relayed =
                request("m1", "", "x@example.com", 1).policyContext("relay").build();
        assertThat(policy.decide(relayed)).isEqualTo(PolicyAction.DUNNO);
        assertThat(policy.decide(request("m2", "", "x@example.com", 1)
                                .policyContext("relay")
                                .build())
                        .text())
                .startsWith("450 ");
        assertThat(end("m3", "", "x@example.com", 1)).isEqualTo("DUNNO");
    }

    @Test
    void anExemptAccountAndAnExemptNetworkHaveNoLimit() {
        directory.put(new Sender(ALICE, true, true, limits("1/1h"), "", SendLimits.UNLIMITED, "newsletter of march"));
        directory.put("bob@example.org", "1/1h");
        directory.put("eve@example.org", false, "1/1h");
        directory.setScopes(
                new SendScopes.Builder().exempt("198.51.100.0/24", "office").build());
        assertThat(end("m1", ALICE, ALICE, 500)).isEqualTo("DUNNO");
        assertThat(((SendDecision) log.last()).reason()).isEqualTo("exempt by newsletter of march");
        assertThat(end("m2", "bob@example.org", ALICE, 5)).startsWith("450 ");
        PolicyRequest office = request("m3", "bob@example.org", ALICE, 5)
                .clientAddress("198.51.100.9")
                .build();
        assertThat(policy.decide(office)).isEqualTo(PolicyAction.DUNNO);
        PolicyRequest sendBlocked = request("m4", "eve@example.org", ALICE, 1)
                .clientAddress("198.51.100.9")
                .build();
        assertThat(policy.decide(sendBlocked).text())
                .as("send-blocked is send-blocked")
                .startsWith("550 ");
    }

    @Test
    void aNewMessageOnTheConnectionGivesBackWhatTheOneBeforeReserved() {
        directory.put(ALICE, "1/1h");
        assertThat(recipient("m1", "a@x.example", 5)).isEqualTo("DUNNO");
        assertThat(recipient("m2", "a@x.example", 6)).startsWith("450 ");
        assertThat(recipient("m3", "a@x.example", 5)).isEqualTo("DUNNO");
        policy.connectionClosed(5);
        assertThat(recipient("m2", "a@x.example", 6)).isEqualTo("DUNNO");
    }

    @Test
    void aMessageThatContinuesOnAnotherConnectionKeepsItsReservation() {
        directory.put(ALICE, "1/1h");
        recipient("m1", "a@x.example", 5);
        assertThat(recipient("m1", "a@x.example", 6)).as("repeated").isEqualTo("DUNNO");
        policy.connectionClosed(5);
        assertThat(recipient("m2", "a@x.example", 7)).startsWith("450 ");
        policy.connectionClosed(6);
        assertThat(recipient("m2", "a@x.example", 7)).isEqualTo("DUNNO");
    }

    @Test
    void withoutReservingRecipientsAreOnlyLookedAt() {
        policy = policy(Map.of("sekisho.sendlimit.reserve", "false"));
        directory.put(ALICE, "1/1h");
        assertThat(recipient("m1", "a@x.example", 5)).isEqualTo("DUNNO");
        assertThat(recipient("m2", "a@x.example", 6)).isEqualTo("DUNNO");
        assertThat(end("m1", ALICE, ALICE, 1)).isEqualTo("DUNNO");
        assertThat(end("m2", ALICE, ALICE, 1)).startsWith("450 ");
    }

    @Test
    void withRequestsOnlyAtRcptEachRecipientCountsAndTheMessageOnce() {
        policy = policy(Map.of("sekisho.sendlimit.count-at", "rcpt"));
        directory.put(ALICE, "4/1h, messages 2/1h, domains 2/1h");
        for (int i = 0; i < 2; i++) {
            assertThat(recipient("m1", "a@x.example", 5)).as("and repeated").isEqualTo("DUNNO");
            assertThat(recipient("m1", "b@x.example", 5)).isEqualTo("DUNNO");
        }
        assertThat(counters.usage(ALICE)).extracting(LimitUsage::used).containsExactly(2L, 1L, 1L);
        assertThat(recipient("m2", "c@y.example", 5)).isEqualTo("DUNNO");
        assertThat(recipient("m2", "c@z.example", 5)).startsWith("450 ");
        assertThat(recipient("m3", "c@y.example", 5)).startsWith("450 ");
        assertThat(end("m2", ALICE, ALICE, 1)).as("not counted again").isEqualTo("DUNNO");
        assertThat(counters.usage(ALICE)).extracting(LimitUsage::used).containsExactly(3L, 2L, 2L);
    }

    @Test
    void withRequestsOnlyAtRcptThePoolCountsTheMessageOnceToo() {
        policy = policy(Map.of("sekisho.sendlimit.count-at", "rcpt"));
        directory.put(new Sender(ALICE, true, true, limits("messages 1/1h"), "example.org", limits("messages 1/1h")));
        assertThat(recipient("m1", "a@x.example", 5)).isEqualTo("DUNNO");
        assertThat(recipient("m1", "b@x.example", 5)).isEqualTo("DUNNO");
        assertThat(recipient("m2", "a@x.example", 5)).startsWith("450 ");
    }

    @Test
    void withRequestsOnlyAtDataTheMessageCountsThere() {
        policy = policy(Map.of("sekisho.sendlimit.count-at", "data"));
        directory.put(ALICE, "3/1h");
        PolicyRequest data = PolicyRequest.at(ProtocolState.DATA)
                .saslUsername(ALICE)
                .instance("m1")
                .recipientCount(2)
                .build();
        assertThat(policy.decide(data)).isEqualTo(PolicyAction.DUNNO);
        assertThat(policy.decide(data)).isEqualTo(PolicyAction.DUNNO);
        assertThat(counters.usage(ALICE).get(0).used()).isEqualTo(2);
    }

    @Test
    void aRequestWithoutANameForItsMessageIsNeverTakenForARepetition() {
        directory.put(ALICE, "3/1h");
        PolicyRequest nameless = PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                .saslUsername(ALICE)
                .recipientCount(1)
                .sizeBytes(1000)
                .build();
        for (int i = 0; i < 3; i++) {
            assertThat(policy.decide(nameless)).isEqualTo(PolicyAction.DUNNO);
        }
        assertThat(policy.decide(nameless).text()).startsWith("450 ");
        assertThat(counters.usage(ALICE).get(0).used()).isEqualTo(3);
    }

    @Test
    void absurdCountsAndSizesAreRefusedAndNothingOverflows() {
        directory.put(ALICE, "3/1h, bytes 1G/1h, 1000000000/1d observe");
        PolicyRequest absurd = request("m1", ALICE, ALICE, Integer.MAX_VALUE)
                .sizeBytes(Long.MAX_VALUE)
                .build();
        assertThat(policy.decide(absurd).text()).startsWith("450 ").contains("with fewer recipients");
        assertThat(counters.usage(ALICE)).extracting(LimitUsage::used).containsOnly(0L);
        directory.put("bob@example.org", "1000000000/1h observe, bytes 1G/1h observe");
        for (int i = 0; i < 5; i++) {
            policy.decide(request("b" + i, "bob@example.org", ALICE, Integer.MAX_VALUE)
                    .sizeBytes(Long.MAX_VALUE)
                    .build());
        }
        assertThat(counters.usage("bob@example.org"))
                .extracting(LimitUsage::used)
                .allMatch(used -> used > 0);
    }

    @Test
    void aLimitThatFiltersNamesAnotherTransport() {
        directory.put(ALICE, "1/1h filter");
        assertThat(end("m1", ALICE, ALICE, 2)).isEqualTo("FILTER slow:");
        assertThat(log.last().result()).isEqualTo("filter");
        assertThat(recipient("m2", "a@x.example", 5)).as("only at the end").isEqualTo("DUNNO");
    }

    private void network(
            String subject, String limits, UnauthenticatedPolicy noLogin, UnauthenticatedPolicy nullSender) {
        directory.setScopes(new SendScopes.Builder()
                .scope(ScopeKind.NETWORK, subject, limits(limits), noLogin, nullSender)
                .build());
    }

    private static SendLimits limits(String text) {
        return SendLimits.parse(text);
    }

    private String end(String instance, String login, String sender, int recipients) {
        return policy.decide(request(instance, login, sender, recipients).build())
                .text();
    }

    private String recipient(String instance, String recipient, long connection) {
        return policy.decide(PolicyRequest.at(ProtocolState.RCPT)
                        .saslUsername(ALICE)
                        .sender(ALICE)
                        .instance(instance)
                        .recipient(recipient)
                        .clientAddress(HERE)
                        .connection(connection)
                        .build())
                .text();
    }

    private static PolicyRequest.Builder request(String instance, String login, String sender, int recipients) {
        return PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                .saslUsername(login)
                .sender(sender)
                .instance(instance)
                .recipientCount(recipients)
                .sizeBytes(1000)
                .clientAddress(HERE);
    }
}
