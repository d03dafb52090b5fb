// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.sender;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The figure by which senders are sorted, largest first. Equal ones are sorted by refusals, then by recipients. */
public enum SenderOrder {
    REFUSED(TopSenderBody::refused),
    RECIPIENTS(TopSenderBody::recipients),
    ACCEPTED(TopSenderBody::accepted),
    NETWORKS(TopSenderBody::networks),
    DOMAINS(TopSenderBody::domains);

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a method of a record
    private final ToLongFunction<TopSenderBody> figure;

    SenderOrder(ToLongFunction<TopSenderBody> figure) {
        this.figure = figure;
    }

    /** The order as API, console and command line name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The order with this {@link #word}. */
    public static Optional<SenderOrder> ofWord(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    Comparator<TopSenderBody> comparator() {
        return Comparator.comparingLong(figure)
                .thenComparingLong(TopSenderBody::refused)
                .thenComparingLong(TopSenderBody::recipients)
                .reversed()
                .thenComparing(TopSenderBody::account);
    }
}
