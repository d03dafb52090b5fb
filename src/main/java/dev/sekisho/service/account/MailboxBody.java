// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.quota.cache.MailboxRooms.MailboxRoom;
import dev.sekisho.quota.client.MailboxUsage;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox as the API shows it, with sizes in bytes, exact to 1024. Values that the mail host has not reported and
 * limits that do not exist are absent.
 */
@Immutable
@JsonbPropertyOrder({
    "address",
    "mailHost",
    "limitBytes",
    "usedBytes",
    "messageLimit",
    "messages",
    "source",
    "measuredAt",
    "ageSeconds",
    "nearlyFull"
})
@Schema(example = """
                {"address": "alice@example.org", "mailHost": "mail1", "limitBytes": 1073741824, "usedBytes": 1020054732, "source": "doveadm",
                 "measuredAt": "2026-03-01T10:02:00Z", "ageSeconds": 12, "nearlyFull": true}""")
public record MailboxBody(
        String address,
        @Nullable String mailHost,
        @Nullable Long limitBytes,
        @Nullable Long usedBytes,
        @Nullable Long messageLimit,
        @Nullable Long messages,
        @Nullable String source,
        @Nullable String measuredAt,
        @Nullable Long ageSeconds,
        boolean nearlyFull) {

    public static MailboxBody of(MailboxRoom room) {
        String host = room.host().isEmpty() ? null : room.host();
        MailboxUsage usage = room.usage();
        if (usage == null) {
            return new MailboxBody(room.address(), host, null, null, null, null, null, null, null, room.nearlyFull());
        }
        return new MailboxBody(
                room.address(),
                host,
                limit(usage.limitBytes()),
                usage.usedBytes(),
                limit(usage.messageLimit()),
                usage.messages(),
                usage.source(),
                Instant.ofEpochMilli(usage.atMillis()).toString(),
                room.age().toSeconds(),
                room.nearlyFull());
    }

    private static @Nullable Long limit(long limit) {
        return limit == MailboxUsage.UNLIMITED ? null : limit;
    }
}
