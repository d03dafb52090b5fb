// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The log messages of the resource adapter; {@code docs/messages.md} explains each code.
 *
 * <p>Text from outside is quoted, escaped and truncated to 200 characters.
 */
@ThreadSafe
final class ConnectorMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.connector");

    private ConnectorMessages() {}

    static void listening(String name, String address, int port) {
        LOGGER.info(() -> "SKS0201I policy listener " + name + " listens on " + address + " port " + port);
    }

    static void cannotListen(String name, String address, int port, int retryMillis, Exception cause) {
        LOGGER.warning(() -> "SKS0202W policy listener " + name + " cannot listen on " + LogText.quoted(address)
                + " port " + port + ": " + LogText.cause(cause) + "; retrying every " + retryMillis + " ms");
    }

    static void stoppedListening(String name) {
        LOGGER.info(() -> "SKS0203I policy listener " + name + " stopped listening");
    }

    static void connectionClosed(String name, String peer, String cause, String detail, String repeated) {
        LOGGER.warning(() -> "SKS0204W policy listener " + name + " closed the connection of " + peer + ": " + cause
                + detail + repeated);
    }

    static void tooManyConnections(String name, int maxConnections) {
        LOGGER.warning(() -> "SKS0205W policy listener " + name + " has " + maxConnections
                + " open connections and closes each new one");
    }

    static void acceptingAgain(String name, long refused) {
        LOGGER.info(() -> "SKS0206I policy listener " + name + " accepts connections again; it refused " + refused);
    }

    static void cannotAccept(String name, int retryMillis, Exception cause) {
        LOGGER.warning(() -> "SKS0207W policy listener " + name + " cannot accept connections: " + LogText.cause(cause)
                + "; retrying every " + retryMillis + " ms");
    }

    static void loopFailed(String name, Throwable cause) {
        LOGGER.log(
                Level.SEVERE,
                cause,
                () -> "SKS0208E policy listener " + name + " lost a selector loop and its connections");
    }

    static void requestNotAnswered(String name, String peer, String cause, String detail, String repeated) {
        LOGGER.severe(() -> "SKS0209E policy listener " + name + " did not answer " + peer + ": " + cause + detail
                + repeated + "; the connection was closed");
    }

    static void unansweredAtStop(String name, int connections) {
        LOGGER.warning(() -> "SKS0210W policy listener " + name + " stopped with " + connections
                + " unanswered requests in a selector loop; Postfix repeats them");
    }

    static void loopLate(String name, long waitedMillis) {
        LOGGER.severe(() -> "SKS0211E policy listener " + name + " stopped, but a selector loop did not end within "
                + waitedMillis + " ms because a listener blocks its thread");
    }

    /** Logs the stack trace of a failure whose summary is in another line. */
    static void failureDetail(Throwable failure) {
        LOGGER.log(Level.FINE, failure, () -> "SKS0212D details of a failure");
    }
}
