// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.net.IpNetwork;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A rule that was broken, by whom, and until when it bars or makes wait.
 *
 * @param id what the API calls it
 * @param rule which rule
 * @param subject an address, a network, an account, or an account and a network
 * @param count distinct tries when it was last broken; a counter keeps one more than its limit at most
 * @param limit tries that are borne
 * @param firstSeen since when there has been no pause as long as the rule's period
 * @param lastSeen the last try that was counted
 * @param until when it ends
 * @param observed whether it is only told, not done
 * @param counter key of the counter that broke the rule
 */
@Immutable
public record Block(
        long id,
        Rule rule,
        String subject,
        int count,
        int limit,
        Instant firstSeen,
        Instant lastSeen,
        Instant until,
        boolean observed,
        long counter)
        implements Serializable {
    /** The same block with another end. */
    Block until(Instant end) {
        return new Block(id, rule, subject, count, limit, firstSeen, lastSeen, end, observed, counter);
    }

    /** The id as text: 16 hex digits. */
    public String key() {
        return String.format("%016x", id);
    }

    /** Whether it is about this account, alone or in one network; in any case. */
    public boolean concernsAccount(String account) {
        String wanted = account.toLowerCase(Locale.ROOT);
        return subject.equals(wanted) || subject.startsWith(wanted + " ");
    }

    /** The account that it is about, alone or in one network. */
    public Optional<String> account() {
        // A login may have blanks; a network has none, and no @.
        int end = subject.lastIndexOf(' ');
        String account = end > subject.lastIndexOf('@') ? subject.substring(0, end) : subject;
        return Optional.of(account).filter(text -> text.contains("@"));
    }

    /** Whether it is about this address or network, or a network around it. */
    public boolean concernsAddress(IpNetwork address) {
        String network = subject.substring(subject.lastIndexOf(' ') + 1);
        return !network.contains("@")
                && IpNetwork.find(network)
                        .filter(each -> each.contains(address))
                        .isPresent();
    }
}
