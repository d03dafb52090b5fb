// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The requests that Postfix 3.7 really sent, in {@code wire/postfix-*.policy}. */
public final class Recordings {
    private static final List<String> NAMES = List.of(
            "postfix-aborted",
            "postfix-apart",
            "postfix-end-of-message",
            "postfix-end-of-message-multi",
            "postfix-goes-on",
            "postfix-rcpt",
            "postfix-rcpt-bounce",
            "postfix-rcpt-extension",
            "postfix-rcpt-nosize",
            "postfix-rcpt-quoted",
            "postfix-rcpt-smtputf8",
            "postfix-rcpt-two",
            "postfix-repeated",
            "postfix-session",
            "postfix-submission-all-stages",
            "postfix-submission-end-of-message",
            "postfix-submission-end-of-message-multi",
            "postfix-submission-name-plus",
            "postfix-submission-name-plus-unencoded",
            "postfix-submission-rcpt",
            "postfix-two-messages");

    private Recordings() {}

    static List<String> names() {
        return NAMES;
    }

    static byte[] bytes(String name) {
        try (InputStream stream = Recordings.class.getResourceAsStream("/wire/" + name + ".policy")) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The requests of a recording, split in the simplest way. */
    public static List<PolicyRequest> requests(String name) {
        List<PolicyRequest> requests = new ArrayList<>();
        for (String block : new String(bytes(name), StandardCharsets.UTF_8).split("\n\n", 0)) {
            requests.add(NaiveDecoder.request(block));
        }
        return requests;
    }
}
