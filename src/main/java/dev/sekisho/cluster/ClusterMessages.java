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

    /** A strong reference, because an unreferenced logger loses its level. */
    private static final Logger HAZELCAST = Logger.getLogger("com.hazelcast");

    private ClusterMessages() {}

    /** Restricts Hazelcast's own log to warnings; it logs each step of a join, and the messages below suffice. */
    static void silenceStore() {
        if (HAZELCAST.getLevel() == null) {
            HAZELCAST.setLevel(Level.WARNING);
        }
    }

    static void started(String address, int members) {
        LOG.log(Level.INFO, "SKS0901I This node, {0}, is in the cluster, which has {1} members now.", new Object[] {
            address, members
        });
    }

    static void alone(String members) {
        LOG.log(
                Level.WARNING,
                "SKS0902W No other member of the cluster ({0}) answered: this node has started a cluster alone. This is"
                        + " normal for the first node. Any other node counts separately until it reaches the rest.",
                members);
    }

    static void joined(String member, int members) {
        LOG.log(Level.INFO, "SKS0903I Member {0} has joined the cluster, which has {1} members now.", new Object[] {
            member, members
        });
    }

    static void left(String member, int members) {
        LOG.log(
                Level.WARNING,
                "SKS0904W Member {0} has left the cluster or was lost; the cluster has {1} members now. Its"
                        + " counters are restored from their backups.",
                new Object[] {member, members});
    }

    static void entriesLost(int partition) {
        LOG.log(
                Level.WARNING,
                "SKS0905W Several members were lost at once, and with them some of the shared entries (partition {0}"
                        + " and possibly others). Counters are read from the database again.",
                partition);
    }

    static void unanswered(String service, String why) {
        LOG.log(
                Level.WARNING,
                "SKS0906W The shared counters of {0} do not answer ({1}). Until they do, mail flows uncounted and"
                        + " logins continue without brute-force protection.",
                new Object[] {service, LogText.oneLine(why, LogText.VALUE_CHARACTERS)});
    }

    static void answeredAgain(String service) {
        LOG.log(Level.INFO, "SKS0907I The shared counters of {0} answer again.", service);
    }

    static void merged() {
        LOG.warning(
                "SKS0908W This node was separated from the rest of the cluster and has joined it again. Meanwhile each"
                        + " side enforced the limits separately; of each count the larger one stays.");
    }

    static void leftGracefully(long millis) {
        LOG.log(Level.INFO, "SKS0909I This node has left the cluster gracefully, in {0} ms.", millis);
    }

    static void cannotJoin(String address, String reason) {
        LOG.log(
                Level.SEVERE,
                "SKS0911E This node cannot join the cluster at {0}: {1}. Sekisho ends. Correct sekisho.cluster.address"
                        + " and sekisho.cluster.port, or free the port.",
                new Object[] {address, LogText.oneLine(reason, LogText.VALUE_CHARACTERS)});
    }

    static void leftUngracefully(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0910W This node could not leave the cluster gracefully ({0}); the other nodes take over from their"
                        + " backups.",
                LogText.cause(cause));
    }
}
