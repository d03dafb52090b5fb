// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.DirectoryCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The metrics of the copy of the directory in memory. */
@ThreadSafe
@ApplicationScoped
class DirectoryMetrics {
    @Inject
    private DirectoryCache directory;

    @Inject
    private MetricRegistry metrics;

    void register() {
        gauge("reads", "Reads of the whole directory since the start", DirectoryCache::wholeReads);
        gauge(
                "repaired_rows",
                "Rows since the start that differed from the database at a daily check",
                DirectoryCache::repairedRows);
    }

    private void gauge(String name, String description, ToDoubleFunction<DirectoryCache> value) {
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_directory_" + name)
                        .withDescription(description)
                        .build(),
                directory,
                value::applyAsDouble);
    }
}
