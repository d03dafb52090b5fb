// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.HostAddress;
import dev.sekisho.directory.MailHostState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mail host for the logins of an account.
 *
 * <p>{@link #name} is its key; {@link #addresses}, at least one, are literal IP addresses or host names, as the
 * operator wrote them; {@link #smtpAddress} replaces them for submission; ports are 1 to 65535. {@link #probe} is
 * whether Sekisho probes it.
 */
@ThreadSafe
public record LoginHost(
        String name,
        List<HostAddress> addresses,
        Optional<String> smtpAddress,
        int imapPort,
        int pop3Port,
        int smtpPort,
        MailHostState state,
        boolean probe) {
    /** Creates a host with one address and without probes. */
    public LoginHost(String name, String address, int imapPort, int pop3Port, int smtpPort, MailHostState state) {
        this(
                name,
                List.of(new HostAddress(address, MailHostState.UP)),
                Optional.empty(),
                imapPort,
                pop3Port,
                smtpPort,
                state,
                false);
    }

    /**
     * The addresses of a host.
     *
     * @param first the address in the row of the host
     * @param others rows of {@code mail_host_address}, {@code address state,address state}; null for none
     * @throws IllegalArgumentException if a state is unknown
     */
    public static List<HostAddress> addresses(String first, @Nullable String others) {
        Map<String, MailHostState> states = new LinkedHashMap<>();
        states.put(first, MailHostState.UP);
        if (others != null) {
            for (String each : others.split(",", -1)) {
                int blank = each.indexOf(' ');
                states.put(each.substring(0, blank), MailHostState.ofWord(each.substring(blank + 1)));
            }
        }
        List<HostAddress> addresses = new ArrayList<>();
        states.forEach((address, state) -> addresses.add(new HostAddress(address, state)));
        return List.copyOf(addresses);
    }
}
