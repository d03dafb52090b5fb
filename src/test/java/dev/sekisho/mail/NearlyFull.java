// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static dev.sekisho.mail.RealMail.API;
import static dev.sekisho.mail.RealMail.address;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Two mailboxes on two mail hosts with 1000 bytes free each, and mail of 2000 bytes to them that declares no size.
 *
 * <p>For the test thread.
 */
final class NearlyFull {
    static final int MESSAGES = 40;

    /** heidi's limit is 3000 bytes, ivan's 5000. */
    private static final int HEIDI_BYTES = 2000;

    private static final int IVAN_BYTES = 4000;

    /**
     * @param taken messages that Postfix took; the others were refused in the session
     * @param longestQueue most messages seen in Postfix's queue meanwhile, above what lay there before
     */
    record Sent(int taken, int refused, long longestQueue) {}

    private NearlyFull() {}

    static void fill() {
        MailServers servers = MailServersExtension.running();
        servers.doveadm("dovecot-a", "expunge", "-u", address("heidi"), "mailbox", "INBOX", "all");
        servers.doveadm("dovecot-b", "expunge", "-u", address("ivan"), "mailbox", "INBOX", "all");
        servers.save("dovecot-a", address("heidi"), HEIDI_BYTES);
        servers.save("dovecot-b", address("ivan"), IVAN_BYTES);
        API.post("mailboxes", address("heidi"), "changed");
        API.post("mailboxes", address("ivan"), "changed");
    }

    /** Sends them, half to each; {@code run} is in their sender's address. */
    static Sent send(String run) throws IOException {
        int taken = 0;
        int refused = 0;
        long before = queue();
        long longest = before;
        for (int i = 0; i < MESSAGES; i++) {
            // A session each: Postfix ends one with too many refusals.
            try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
                session.say("MAIL FROM:<" + run + "@elsewhere.example>");
                String recipient = session.say("RCPT TO:<" + address(i % 2 == 0 ? "heidi" : "ivan") + ">");
                String end = recipient.startsWith("250 ") ? session.data("number " + i, 2000) : recipient;
                if (end.startsWith("250 ")) {
                    taken++;
                } else if (end.startsWith("552 5.2.2 ")) {
                    refused++;
                }
            }
            longest = Math.max(longest, queue());
        }
        return new Sent(taken, refused, longest - before);
    }

    /** Messages that Postfix has received completely: it makes their files executable. */
    private static long queue() throws IOException {
        long length = 0;
        for (String name : List.of("incoming", "active", "deferred")) {
            try (Stream<Path> files =
                    Files.walk(MailFiles.DIR.resolve("postfix-queue").resolve(name))) {
                length += files.filter(Files::isRegularFile)
                        .filter(Files::isExecutable)
                        .count();
            } catch (UncheckedIOException e) {
                // A message left the queue while it was read; the next read counts.
            }
        }
        return length;
    }

    /** Mails of the run that Postfix took, and bounced after the mail host's LMTP had refused them. */
    static long bounces(String run) throws IOException {
        String log = MailServersExtension.running().postfixLog();
        return Pattern.compile("postfix/qmgr\\[\\d+\\]: (\\w+): from=<" + run + "@")
                .matcher(log)
                .results()
                .map(queued -> queued.group(1))
                .distinct()
                .filter(id -> Pattern.compile(id + ": to=<.* status=bounced ")
                        .matcher(log)
                        .find())
                .count();
    }
}
