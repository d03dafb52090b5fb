// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Configuration of the decision log.
 *
 * @param logFile path of the decision log, or {@code -} for the server's log
 * @param logMegabytes size at which the file is rotated; 0: never
 * @param logFiles number of files to keep, including the current one
 * @param json whether each line is a JSON object instead of logfmt; follows the format of the server's logs
 */
@Immutable
public record DecisionConfig(String logFile, int logMegabytes, int logFiles, boolean json) {
    private static final Setting<String> LOG_FILE = Setting.text(
            "sekisho.decision.log-file",
            "-",
            "a path, or - for the server's log",
            "File of the decision log. The server configuration sets it to logs/decisions.log.",
            UnaryOperator.identity());
    private static final Setting<Integer> LOG_MEGABYTES = Setting.integer(
            "sekisho.decision.log-megabytes",
            100,
            0,
            2000,
            "MiB",
            "Size at which Sekisho rotates the decision log; 100 MiB hold about 500,000 decisions. 0: never, for"
                    + " logrotate.");
    private static final Setting<Integer> LOG_FILES = Setting.integer(
            "sekisho.decision.log-files",
            5,
            1,
            100,
            "files",
            "Number of decision logs to keep, including the current one.");

    /** Liberty's variables for the format of messages.log and of standard output; not settings of Sekisho. */
    private static final List<Setting<String>> SERVER_FORMATS = List.of(
            Setting.text("WLP_LOGGING_MESSAGE_FORMAT", "simple", "", "", UnaryOperator.identity()),
            Setting.text("WLP_LOGGING_CONSOLE_FORMAT", "dev", "", "", UnaryOperator.identity()));

    public static final List<Setting<?>> SETTINGS = List.of(LOG_FILE, LOG_MEGABYTES, LOG_FILES);

    public static DecisionConfig read(Settings settings) {
        return new DecisionConfig(
                settings.get(LOG_FILE),
                settings.get(LOG_MEGABYTES),
                settings.get(LOG_FILES),
                SERVER_FORMATS.stream().map(settings::get).anyMatch("json"::equalsIgnoreCase));
    }
}
