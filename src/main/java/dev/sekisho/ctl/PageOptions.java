// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a command that prints a page of a list. Confined to its command. */
final class PageOptions {
    @Option(
            names = {"-n", "--number"},
            paramLabel = "N",
            defaultValue = "50",
            description = "Number of lines, 1 to 1000 (${DEFAULT-VALUE}).")
    private int number;

    @Option(names = "--after", paramLabel = "NEXT", description = "Continue after the page that ended with this value.")
    private @Nullable String after;

    int number() {
        return number;
    }

    @Nullable
    String after() {
        return after;
    }
}
