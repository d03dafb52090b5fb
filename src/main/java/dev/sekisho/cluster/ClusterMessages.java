// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of the cluster; docs/messages.md explains each. */
@ThreadSafe
final class ClusterMessages {
    private static final Logger LOG = Logger.getLogger(ClusterMessages.class.getPackageName());

    /** Kept, since a logger that nobody holds forgets its level. */
    private static final Logger HAZELCAST = Logger.getLogger("com.hazelcast");

    private ClusterMessages() {}

    /** Hazelcast tells each step of a join; what an operator needs of that stands in the messages below. */
    static void silenceStore() {
        if (HAZELCAST.getLevel() == null) {
            HAZELCAST.setLevel(Level.WARNING);
        }
    }

    static void started(String address, int members) {
        LOG.log(Level.INFO, "SKS0901I This node is {0} of a cluster; {1} members are in it now.", new Object[] {
            address, members
        });
    }

    static void alone(String members) {
        LOG.log(
                Level.WARNING,
                "SKS0902W No other member of the cluster ({0}) answered: this node has begun one by itself. The first of them"
                        + " to start says so; any other one counts apart until it reaches the rest.",
                members);
    }

    static void joined(String member, int members) {
        LOG.log(Level.INFO, "SKS0903I Member {0} has joined the cluster; it has {1} now.", new Object[] {member, members
        });
    }

    static void left(String member, int members) {
        LOG.log(
                Level.WARNING,
                "SKS0904W Member {0} has left the cluster or was lost; it has {1} now. Its counters are taken over from their"
                        + " backups.",
                new Object[] {member, members});
    }

    static void entriesLost(int partition) {
        LOG.log(
                Level.WARNING,
                "SKS0905W More than one member was lost at once, and with them a part of the shared entries (partition {0}"
                        + " and maybe others). Counters are read from the database again.",
                partition);
    }

    static void unanswered(String service, String why) {
        LOG.log(
                Level.WARNING,
                "SKS0906W The shared counters of {0} do not answer ({1}). Mail flows uncounted, logins go on without brute-force protection,"
                        + " until they do.",
                new Object[] {service, LogText.oneLine(why, LogText.VALUE_CHARACTERS)});
    }

    static void answeredAgain(String service) {
        LOG.log(Level.INFO, "SKS0907I The shared counters of {0} answer again.", service);
    }

    static void merged() {
        LOG.warning(
                "SKS0908W This node was apart from the rest of the cluster and has joined it again. Meanwhile each side"
                        + " admitted up to the limits by itself; of each count the larger one stays.");
    }

    static void leftInOrder(long millis) {
        LOG.log(Level.INFO, "SKS0909I This node has left the cluster in order, in {0} ms.", millis);
    }

    static void cannotJoin(String address, String reason) {
        LOG.log(
                Level.SEVERE,
                "SKS0911E This node cannot be a member of the cluster at {0}: {1}. Sekisho ends. Correct sekisho.cluster.address and"
                        + " sekisho.cluster.port, or free the port.",
                new Object[] {address, LogText.oneLine(reason, LogText.VALUE_CHARACTERS)});
    }

    static void leftWithoutOrder(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0910W This node could not leave the cluster in order ({0}); the others take over from their backups.",
                LogText.cause(cause));
    }
}
