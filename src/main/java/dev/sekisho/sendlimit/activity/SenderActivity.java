// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.activity;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.sendlimit.counter.MessageId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each account sends at this node since its start, and what other nodes have reported.
 *
 * <p>Keeps {@value #TRACKED} accounts: at most 25 MB, usually 6. Beyond them a new account takes the place of the least
 * active one of {@value #SAMPLES} that are chosen at random, so a busy account practically never loses its figures. Not
 * each request of a new account does so, or many accounts that send little would replace each other all the time (a
 * third of the cost of a decision): one of {@value #RECIPIENTS_TO_ENTER} recipients, or one of
 * {@value #REFUSALS_TO_ENTER} refusals, on average.
 */
@ThreadSafe
public final class SenderActivity {
    static final int TRACKED = 5_000;

    /** With 8, one of the busiest 100 of 5,000 is the least active with a probability of 10^-12. */
    static final int SAMPLES = 8;

    /** Recipients that bring a new account in on average when all places are taken; its figures begin then. */
    static final int RECIPIENTS_TO_ENTER = 64;

    /** Refusals that do the same. */
    static final int REFUSALS_TO_ENTER = 8;

    /** The most accounts of a report for other nodes: 150 KB, at most 2.5 MB. */
    static final int REPORTED = 500;

    /** An address has at most 320 octets; longer logins are not tracked. */
    private static final int MAX_LOGIN = 320;

    /** The length of the longest literal IPv6 address. */
    private static final int MAX_CLIENT = 45;

    /** The version of the reports; nodes ignore those of other versions. */
    private static final int VERSION = 1;

    private final Clock clock;
    private final Instant since;
    private final int most;
    private final Map<String, TrackedSender> senders = new ConcurrentHashMap<>();

    @GuardedBy("places")
    private final List<TrackedSender> places = new ArrayList<>();

    /** Whether all places are taken. */
    private volatile boolean full;

    private volatile List<Map<String, TrackedSender>> others = List.of();

    public SenderActivity(Clock clock) {
        this(clock, TRACKED);
    }

    SenderActivity(Clock clock, int most) {
        this.clock = clock;
        this.since = clock.instant();
        this.most = most;
    }

    /** The time from which on this node has figures. */
    public Instant since() {
        return since;
    }

    /** Notes client and recipient of a request that is neither refused nor counted. */
    public void see(PolicyRequest request, String account) {
        TrackedSender sender = tracked(account, 0);
        if (sender != null) {
            see(sender, request, nowSeconds());
        }
    }

    /** Counts a refused request. */
    public void refuse(PolicyRequest request, String account) {
        TrackedSender sender = tracked(account, RECIPIENTS_TO_ENTER / REFUSALS_TO_ENTER);
        if (sender != null) {
            long now = nowSeconds();
            see(sender, request, now);
            sender.refuse(MessageId.of(request, true).message(), now);
        }
    }

    /**
     * Counts accepted recipients.
     *
     * @param byRecipient whether the request is about one recipient of several
     */
    public void accept(PolicyRequest request, String account, int recipients, boolean byRecipient) {
        TrackedSender sender = tracked(account, recipients);
        if (sender != null) {
            long now = nowSeconds();
            see(sender, request, now);
            MessageId id = MessageId.of(request, byRecipient);
            sender.accept(id.message(), byRecipient ? id.transaction() : id.message(), recipients, now);
        }
    }

    private static boolean isTracked(String account) {
        return !account.isEmpty() && account.length() <= MAX_LOGIN;
    }

    private long nowSeconds() {
        return clock.millis() / 1000;
    }

    private static void see(TrackedSender sender, PolicyRequest request, long nowSeconds) {
        String client = request.clientAddress().length() > MAX_CLIENT ? "" : request.clientAddress();
        sender.see(MessageId.fingerprint(client), client, MessageId.domain(request.recipient()), nowSeconds);
    }

    /**
     * The figures of an account, or null if it has none.
     *
     * @param chances of {@value #RECIPIENTS_TO_ENTER} that a new account gets a place when all are taken
     */
    private @Nullable TrackedSender tracked(String account, int chances) {
        TrackedSender known = senders.get(account);
        if (known != null || !isTracked(account)) {
            return known;
        }
        return !full || ThreadLocalRandom.current().nextInt(RECIPIENTS_TO_ENTER) < chances ? track(account) : null;
    }

    private TrackedSender track(String account) {
        synchronized (places) {
            TrackedSender known = senders.get(account);
            if (known != null) {
                return known;
            }
            TrackedSender fresh = new TrackedSender(account);
            if (places.size() < most) {
                places.add(fresh);
            } else {
                int place = leastActive();
                senders.remove(places.get(place).account());
                places.set(place, fresh);
            }
            full = places.size() == most;
            senders.put(account, fresh);
            return fresh;
        }
    }

    @GuardedBy("places")
    private int leastActive() {
        long now = nowSeconds();
        int least = 0;
        long leastWeight = Long.MAX_VALUE;
        for (int i = 0; i < SAMPLES; i++) {
            int place = ThreadLocalRandom.current().nextInt(places.size());
            long weight = places.get(place).weight(now);
            if (weight < leastWeight) {
                least = place;
                leastWeight = weight;
            }
        }
        return least;
    }

    /** Removes a deleted account. */
    public void forget(String account) {
        synchronized (places) {
            TrackedSender removed = senders.remove(account);
            if (removed != null) {
                places.remove(removed);
                full = false;
            }
        }
    }

    /** The figures of all tracked accounts that sent or tried to send in the period, in no order. */
    public List<SenderFigures> figures(ActivityPeriod period) {
        long now = nowSeconds();
        Map<String, SenderFigures.Sum> sums = new HashMap<>();
        senders.values().forEach(each -> add(each, sums, period, now));
        others.forEach(node -> node.values().forEach(each -> add(each, sums, period, now)));
        return sums.values().stream()
                .map(SenderFigures.Sum::figures)
                .filter(SenderFigures::isActive)
                .toList();
    }

    /** The addresses from which an account sent in the last day, in no order. */
    public List<String> clients(String account) {
        long now = nowSeconds();
        SenderFigures.Sum sum = new SenderFigures.Sum(account);
        Stream.concat(Stream.of(senders), others.stream())
                .map(node -> node.get(account))
                .filter(Objects::nonNull)
                .forEach(each -> each.addTo(sum, ActivityPeriod.DAY, now));
        return sum.figures().clients().stream()
                .map(SenderFigures.Client::address)
                .toList();
    }

    private static void add(
            TrackedSender sender, Map<String, SenderFigures.Sum> sums, ActivityPeriod period, long nowSeconds) {
        sender.addTo(sums.computeIfAbsent(sender.account(), SenderFigures.Sum::new), period, nowSeconds);
    }

    /** The report for other nodes: the busiest accounts. */
    byte[] report() {
        long now = nowSeconds();
        // Weighed once: a weight that changes while a list is sorted has no order.
        Map<TrackedSender, Long> weights =
                senders.values().stream().collect(Collectors.toMap(each -> each, each -> each.weight(now)));
        List<TrackedSender> busiest = weights.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(REPORTED)
                .map(Map.Entry::getKey)
                .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeShort(busiest.size());
            for (TrackedSender each : busiest) {
                each.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
        return bytes.toByteArray();
    }

    /** Replaces the reports of the other nodes; one of another version, or a damaged one, is left out. */
    void learn(List<byte[]> reports) {
        others = reports.stream()
                .map(SenderActivity::read)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Map<String, TrackedSender>> read(byte[] report) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(report))) {
            if (in.readUnsignedByte() != VERSION) {
                return Optional.empty();
            }
            int size = in.readUnsignedShort();
            Map<String, TrackedSender> senders = new HashMap<>();
            for (int i = 0; i < size; i++) {
                TrackedSender sender = TrackedSender.read(in);
                senders.put(sender.account(), sender);
            }
            return Optional.of(senders);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
