// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import dev.sekisho.settings.JavaTls;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;

/**
 * Sends mail through the configured relay. Each mail has its own connection, because there are few.
 *
 * <p>The envelope sender is empty, so that there are no bounces and vacation messages (RFC 3834 3.3), and no send limit
 * applies.
 */
final class MailRelay implements Channel<NotificationMail> {
    private final NotificationConfig.Relay relay;
    private final String from;
    private final Clock clock;
    private final Session session;

    MailRelay(NotificationConfig config, Clock clock) {
        this.relay = config.relay();
        this.from = config.from();
        this.clock = clock;
        this.session = Session.getInstance(properties());
    }

    private Properties properties() {
        Properties properties = new Properties();
        String millis = Long.toString(relay.timeout().toMillis());
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.from", "<>");
        properties.setProperty("mail.from", from); // for the Message-ID
        properties.setProperty("mail.smtp.auth", Boolean.toString(!relay.user().isEmpty()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.socketFactory", JavaTls.context().getSocketFactory());
        // Otherwise Jakarta Mail retries with the server's factory if this one rejects a certificate.
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        switch (relay.tls()) {
            case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
        }
        return properties;
    }

    @Override
    public void deliver(NotificationMail mail) throws DeliveryException {
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage message = message(mail);
            if (relay.user().isEmpty()) {
                transport.connect(relay.host(), relay.port(), null, null);
            } else {
                transport.connect(relay.host(), relay.port(), relay.user(), relay.password());
            }
            transport.sendMessage(message, message.getAllRecipients());
        } catch (SendFailedException e) {
            // The relay rejected this mail; permanently if it names an invalid address.
            boolean never = e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0;
            throw new DeliveryException(never ? DeliveryException.Meaning.NEVER : DeliveryException.Meaning.LATER, e);
        } catch (MessagingException e) {
            throw new DeliveryException(DeliveryException.Meaning.UNREACHABLE, e);
        }
    }

    MimeMessage message(NotificationMail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(from));
        for (String each : mail.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(each));
        }
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setText(mail.body(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Content-Language", mail.language());
        // RFC 3834 5: prevents automatic replies.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }
}
