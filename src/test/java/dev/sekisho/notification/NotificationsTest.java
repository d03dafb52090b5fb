// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.directory.Language;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail through a relay on loopback. */
class NotificationsTest {
    private final SettableClock clock = new SettableClock("2026-03-01T12:00:00Z");
    private TestRelay relay;

    @BeforeEach
    void listen() throws IOException {
        relay = new TestRelay();
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
    }

    private Notifications notices(String... more) {
        List<String> pairs = new ArrayList<>(List.of(
                "relay-host", "127.0.0.1",
                "relay-port", Integer.toString(relay.port()),
                "relay-tls", "none",
                "from", "node@example.net",
                "operator", "ops@example.net"));
        pairs.addAll(Arrays.asList(more));
        return new Notifications(
                TestNotifications.config(pairs.toArray(new String[0])),
                domain -> domain.endsWith("example.org") || domain.endsWith("example.jp"),
                domain -> domain.endsWith(".jp") ? Language.JA : Language.EN,
                ForkJoinPool.commonPool(),
                clock);
    }

    private List<TestRelay.Taken> deliver(Notifications notices) {
        notices.retryQueues().forEach(RetryQueue::deliver);
        return relay.taken();
    }

    private static String to(TestRelay.Taken mail) {
        return String.join(" ", mail.recipients());
    }

    @Test
    void ownerAndOperatorAreWrittenTo() throws Exception {
        Notifications notices = notices();
        notices.send(TestNotifications.notice(Notification.Kind.REFUSED, "alice@example.org"));
        List<TestRelay.Taken> mails = deliver(notices);
        assertThat(mails).extracting(NotificationsTest::to).containsExactly("alice@example.org", "ops@example.net");
        MimeMessage mail = mails.get(0).message();
        assertThat(mails.get(0).mailCommand()).isEqualTo("MAIL FROM:<>");
        assertThat(mail.getSubject()).isEqualTo("Sending limit of alice@example.org reached");
        assertThat(mail.getFrom()[0]).hasToString("node@example.net");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("Message-ID")[0]).endsWith("@example.net>");
        assertThat(mail.getSentDate()).isEqualTo(clock.instant());
    }

    @Test
    void aDomainOfJapaneseIsWrittenToInJapanese() throws Exception {
        Notifications notices = notices("operator", "");
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "花子@example.jp"));
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "hanako@example.jp"));
        List<TestRelay.Taken> mails = deliver(notices);
        assertThat(mails).hasSize(1); // an address that is not ASCII gets none
        MimeMessage mail = mails.get(0).message();
        assertThat(mail.getHeader("Subject")[0]).startsWith("=?UTF-8?").doesNotContain("送");
        assertThat(mail.getSubject()).isEqualTo("hanako@example.jp の送信数が上限に近づいています");
        assertThat(mail.getContentType().replace("\"", "")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(mail.getContent().toString()).contains("80 に達しました。");
        assertThat(mail.getHeader("Content-Language")).containsExactly("ja");
    }

    @Test
    void addressesOutsideTheDirectoryGetNoMail() {
        Notifications notices = notices();
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "mallory@elsewhere.example"));
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "root"));
        assertThat(deliver(notices))
                .extracting(NotificationsTest::to)
                .containsExactly("ops@example.net", "ops@example.net");
    }

    @Test
    void blocksAreReportedToTheOperatorOnlyIfConfigured() {
        Notifications silent = notices();
        silent.send(TestNotifications.notice(Notification.Kind.BLOCKED, "192.0.2.7"));
        assertThat(deliver(silent)).isEmpty();
        Notifications telling = notices("blocks", "true");
        telling.send(TestNotifications.notice(Notification.Kind.BLOCKED, "alice@example.org"));
        assertThat(deliver(telling)).extracting(NotificationsTest::to).containsExactly("ops@example.net");
    }

    @Test
    void anAttackDoesNotFloodTheOperator() {
        try (OperatorLog log = new OperatorLog("dev.sekisho.notification")) {
            Notifications notices = notices("operator-per-hour", "3", "owner", "false");
            for (int i = 0; i < 10; i++) {
                notices.send(TestNotifications.notice(Notification.Kind.NEAR, "alice@example.org"));
            }
            assertThat(deliver(notices)).hasSize(3);
            clock.advance(Duration.ofHours(1));
            notices.send(TestNotifications.notice(Notification.Kind.NEAR, "alice@example.org"));
            assertThat(deliver(notices)).hasSize(4);
            assertThat(log.lines()).singleElement().asString().startsWith("SKS0714W Omitted 7 mails");
        }
    }

    @Test
    void whileTheRelayIsDownNoticesWaitAndThenComeOrAreGivenUpAndCounted() throws IOException {
        Notifications notices = notices("operator", "", "give-up-minutes", "10");
        RetryQueue<?> mail = notices.retryQueues().get(0);
        relay.close();
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "alice@example.org"));
        mail.deliver();
        assertThat(mail.waiting()).isEqualTo(1);
        assertThat(mail.sent()).isZero();

        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMinutes(1));
            mail.deliver();
        }
        assertThat(mail.waiting()).isZero();
        assertThat(mail.dropped()).isEqualTo(1);
    }

    @Test
    void aRelayWithoutTheRequiredTlsGetsNothing() {
        Notifications notices = notices("relay-tls", "starttls", "operator", "");
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "alice@example.org"));
        assertThat(deliver(notices)).isEmpty();
        assertThat(notices.retryQueues().get(0).waiting()).isEqualTo(1);
    }
}
