// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Counts, times and logs decisions. Each decision except a plain accept also gets a reference and an entry in the
 * journal.
 *
 * <p>Never blocks, and does no disk IO on the caller's thread.
 */
@ThreadSafe
public class DecisionLog {
    /** Capacity for a line with every field at usual length, so that the builder rarely grows. */
    private static final int LINE_CHARACTERS = 320;

    /** The time at the start of a line, and the blank after it. */
    private static final int TIME_CHARACTERS = "2026-03-01T09:08:07.006Z ".length();

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final DecisionMetrics metrics;
    private final LineWriter writer;
    private final Clock clock;
    private final DecisionJournal journal;
    private final DecisionTail tail;
    private final RecentLogins logins;
    private volatile Second second = new Second(Long.MIN_VALUE, "");

    /** A log that renders each decision and keeps none, without metrics. */
    public static DecisionLog discarding(Clock clock) {
        return new DecisionLog(DecisionMetrics.off(), LineWriter.off(), clock);
    }

    /** A log without journal, watchers and readers of recent logins. */
    public DecisionLog(DecisionMetrics metrics, LineWriter writer, Clock clock) {
        this(metrics, writer, clock, DecisionJournal.off(), new DecisionTail(), new RecentLogins());
    }

    public DecisionLog(
            DecisionMetrics metrics,
            LineWriter writer,
            Clock clock,
            DecisionJournal journal,
            DecisionTail tail,
            RecentLogins logins) {
        this.metrics = metrics;
        this.writer = writer;
        this.clock = clock;
        this.journal = journal;
        this.tail = tail;
        this.logins = logins;
    }

    /**
     * Counts, times and logs {@code decision}.
     *
     * @return its reference, for the reply to the client; empty for a plain accept that the journal does not keep
     */
    public String record(Decision decision) {
        metrics.record(decision);
        boolean kept = journal.keeps(decision);
        String reference = kept || !decision.isPlainPass() ? Reference.next() : "";
        long millis = clock.millis();
        String line = line(decision, reference, millis);
        writer.write(line);
        logins.note(decision, millis);
        if (kept || tail.isWatched()) {
            JournalEntry entry =
                    JournalEntry.of(decision, reference, millis, line.substring(TIME_CHARACTERS, line.length() - 1));
            if (kept) {
                journal.add(entry);
            }
            tail.add(entry);
        }
        return reference;
    }

    String line(Decision decision, String reference, long millis) {
        StringBuilder text = new StringBuilder(LINE_CHARACTERS);
        appendTime(text, millis);
        Logfmt line = new Logfmt(text);
        line.text("decision", decision.result()).text("by", decision.by()).text("ref", reference);
        decision.appendTo(line);
        line.number("took_us", decision.tookNanos() / 1000);
        return text.append('\n').toString();
    }

    /** UTC with milliseconds. The part up to the second is formatted once a second, not once a line. */
    private void appendTime(StringBuilder text, long millis) {
        long epochSecond = Math.floorDiv(millis, 1000L);
        Second current = second;
        if (current.epochSecond != epochSecond) {
            current = new Second(epochSecond, SECONDS.format(Instant.ofEpochSecond(epochSecond)));
            second = current;
        }
        int fraction = (int) Math.floorMod(millis, 1000L);
        text.append(current.text)
                .append('.')
                .append((char) ('0' + fraction / 100))
                .append((char) ('0' + fraction / 10 % 10))
                .append((char) ('0' + fraction % 10))
                .append('Z');
    }

    private record Second(long epochSecond, String text) {}
}
