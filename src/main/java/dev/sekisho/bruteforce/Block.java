// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.net.IpNetwork;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A broken rule, its subject, and its end.
 *
 * @param id the identifier in the API
 * @param rule the rule
 * @param subject an address, a network, an account, or an account and a network
 * @param count distinct attempts when it was last broken; a counter keeps one more than its limit at most
 * @param limit the attempts that the rule permits
 * @param firstSeen the begin: since then there was no pause of a whole period
 * @param lastSeen the last counted attempt
 * @param until the end
 * @param observed whether it is only logged
 * @param counter the key of the counter that broke the rule
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

    /** Whether it is about this account, alone or in one network, in any case. */
    public boolean concernsAccount(String account) {
        String wanted = account.toLowerCase(Locale.ROOT);
        return subject.equals(wanted) || subject.startsWith(wanted + " ");
    }

    /** The account that it is about, alone or in one network. */
    public Optional<String> account() {
        // A login may have blanks; a network has neither blanks nor @.
        int end = subject.lastIndexOf(' ');
        String account = end > subject.lastIndexOf('@') ? subject.substring(0, end) : subject;
        return Optional.of(account).filter(text -> text.contains("@"));
    }

    /** Whether it is about this address or network, or about a network around it. */
    public boolean concernsAddress(IpNetwork address) {
        String network = subject.substring(subject.lastIndexOf(' ') + 1);
        return !network.contains("@")
                && IpNetwork.find(network)
                        .filter(each -> each.contains(address))
                        .isPresent();
    }
}
