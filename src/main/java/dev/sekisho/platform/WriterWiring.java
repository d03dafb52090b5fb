// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.KnownNetworks;
import dev.sekisho.decision.DecisionJournal;
import dev.sekisho.login.credential.CredentialUsage;
import dev.sekisho.sendlimit.SendBlocks;
import dev.sekisho.sendlimit.counter.CounterWriter;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.writebehind.WriterProgress;
import dev.sekisho.writebehind.WriterStatus;
import dev.sekisho.writebehind.Writers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Collects the background writers and registers their metrics. */
@ThreadSafe
@ApplicationScoped
public class WriterWiring {
    @Produces
    @Singleton
    Writers writers(
            CounterWriter counterWriter,
            SendBlocks sendBlocks,
            CredentialUsage uses,
            KnownNetworks networks,
            DecisionJournal journal,
            MetricRegistry metrics,
            SendCounters counters) {
        uncounted(metrics, counters);
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_sendlimit_lagging_rows")
                        .withDescription("Counters whose row in the database is older than the journal")
                        .build(),
                counterWriter,
                CounterWriter::laggingRows);
        Writers writers = new Writers();
        for (WriterProgress each : new WriterProgress[] {
            counterWriter.progress(), sendBlocks.progress(), uses.progress(), networks.progress(), journal.progress()
        }) {
            writers.add(each);
            gauge(metrics, each, "sekisho_writer_waiting", "Rows that wait for the database", WriterStatus::waiting);
            gauge(
                    metrics,
                    each,
                    "sekisho_writer_waiting_seconds",
                    "Age of the oldest waiting row; 0 if the last pass wrote all",
                    WriterStatus::waitingSeconds);
            gauge(
                    metrics,
                    each,
                    "sekisho_writer_set_aside",
                    "Rows since the start that the database rejected because of their content",
                    WriterStatus::setAside);
        }
        return writers;
    }

    private static void uncounted(MetricRegistry metrics, SendCounters counters) {
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_sendlimit_uncounted_logins")
                        .withDescription("Requests since the start whose login has no account and was not counted")
                        .build(),
                counters,
                SendCounters::uncountedLogins);
    }

    private static void gauge(
            MetricRegistry metrics,
            WriterProgress writer,
            String name,
            String description,
            ToDoubleFunction<WriterStatus> value) {
        metrics.gauge(
                Metadata.builder().withName(name).withDescription(description).build(),
                writer,
                progress -> value.applyAsDouble(progress.status()),
                new Tag("writer", writer.name()));
    }
}
