// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.policy.ProtocolState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * The metrics of the quota service in the registry of MicroProfile Metrics:
 * {@code sekisho_quota_recipients_total{size}}, {@code _verdicts_total{stage,result}},
 * {@code _messages_total{outcome}}, {@code _bounces_saved_total}, {@code _too_many_total} and the histogram
 * {@code _real_size_percent}, the real size in percent of the declared one.
 *
 * <p>Counting takes no lock.
 */
final class RegisteredQuotaMetrics implements QuotaMetrics {
    private static final int PERCENT = 100;

    /** The highest percentage; larger ones count as this one. */
    private static final long MAX_PERCENT = 1000;

    private record Verdict(ProtocolState stage, String result) {}

    private final MetricRegistry registry;
    private final Counter declared;
    private final Counter undeclared;
    private final Counter saved;
    private final Counter tooMany;
    private final Histogram percent;
    private final Map<Verdict, Counter> verdicts = new ConcurrentHashMap<>();
    private final Map<String, Counter> outcomes = new ConcurrentHashMap<>();

    RegisteredQuotaMetrics(MetricRegistry registry) {
        this.registry = registry;
        String recipients = "Recipients, by whether the client declared the size of its message";
        declared = counter("recipients", recipients, new Tag("size", "declared"));
        undeclared = counter("recipients", recipients, new Tag("size", "none"));
        saved = counter(
                "bounces_saved", "Recipients rejected at the end of a message, whose host would have bounced it later");
        tooMany = counter(
                "too_many", "Recipients that passed without a request, because their message has too many mailboxes");
        percent = registry.histogram(Metadata.builder()
                .withName("sekisho_quota_real_size_percent")
                .withDescription("Real size of messages in percent of the declared one, at most 1000")
                .build());
    }

    @Override
    public void recipient(boolean sizeDeclared) {
        (sizeDeclared ? declared : undeclared).inc();
    }

    @Override
    public void verdict(ProtocolState stage, String result) {
        Verdict key = new Verdict(stage, result);
        Counter counter = verdicts.get(key);
        if (counter == null) {
            counter = verdicts.computeIfAbsent(
                    key,
                    absent -> counter(
                            "verdicts",
                            "Verdicts by stage and result",
                            new Tag("stage", stage.wireName()),
                            new Tag("result", result)));
        }
        counter.inc();
    }

    @Override
    public void sizes(long declaredBytes, long realBytes) {
        // In floating point: the client chooses the sizes, and their product may overflow.
        percent.update(Math.min(MAX_PERCENT, Math.round((double) realBytes / declaredBytes * PERCENT)));
    }

    @Override
    public void ended(String outcome) {
        Counter counter = outcomes.get(outcome);
        if (counter == null) {
            counter = outcomes.computeIfAbsent(
                    outcome,
                    absent -> counter("messages", "Messages judged at their end", new Tag("outcome", outcome)));
        }
        counter.inc();
    }

    @Override
    public void tooMany(int recipients) {
        tooMany.inc(recipients);
    }

    @Override
    public void bouncesSaved(int recipients) {
        saved.inc(recipients);
    }

    private Counter counter(String name, String description, Tag... tags) {
        return registry.counter(
                Metadata.builder()
                        .withName("sekisho_quota_" + name)
                        .withDescription(description)
                        .build(),
                tags);
    }
}
