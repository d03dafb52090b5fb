// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.MailHostState;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Lists in lists: any depth and any size has an outcome. */
class AliasExpansionTest {
    /** Bytes; far less than a thread has, so that a recursion over the lists would show. */
    private static final int SMALL_STACK = 128 * 1024;

    private final SnapshotBuilder builder = new SnapshotBuilder()
            .domain("example.org", DomainRules.INHERITING)
            .quotaHost(new QuotaHost("mx1", "192.0.2.1", 12340, MailHostState.UP))
            .account("alice@example.org", "example.org", "mx1", true, null)
            .account("bob@example.org", "example.org", "mx1", true, null);

    @Test
    void listsInListsAreFollowedToTheEndOnASmallStack() {
        nested(900);
        assertThat(route()).isInstanceOfSatisfying(MailboxRoute.Many.class, many -> {
            assertThat(many.mailboxes())
                    .extracting(MailboxRoute.Mailbox::address)
                    .containsExactlyInAnyOrder("alice@example.org", "bob@example.org");
            assertThat(many.alwaysRoom()).isFalse();
        });
    }

    @Test
    void moreThanIsFollowedCountsAsAMailboxWithRoom() {
        nested(1100);
        assertThat(route())
                .isInstanceOfSatisfying(
                        MailboxRoute.Many.class,
                        many -> assertThat(many.alwaysRoom()).isTrue());
    }

    /** Each list has alice and the next list; the last has bob instead. */
    private void nested(int depth) {
        for (int i = 0; i < depth; i++) {
            builder.alias("l" + i + "@example.org", "alice@example.org")
                    .alias(
                            "l" + i + "@example.org",
                            i == depth - 1 ? "bob@example.org" : "l" + (i + 1) + "@example.org");
        }
    }

    private MailboxRoute route() {
        DirectorySnapshot snapshot = builder.build("+");
        CompletableFuture<MailboxRoute> route = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        route.complete(snapshot.route("l0@example.org"));
                    } catch (StackOverflowError e) {
                        route.completeExceptionally(e);
                    }
                },
                "small",
                SMALL_STACK);
        thread.start();
        return route.join();
    }
}
