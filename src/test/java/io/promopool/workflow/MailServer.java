package io.promopool.workflow;

import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A real SMTP server that keeps its mail. */
final class MailServer implements AutoCloseable {
    private final GreenMail server = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

    record Mail(String to, String text) {}

    MailServer() {
        server.start();
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /** The first message to each address is answered with 451, "local error in processing", and not kept. */
    void refuseTheFirst() {
        UserManager users = server.getUserManager();
        MessageDeliveryHandler keep = users.getMessageDeliveryHandler();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        users.setMessageDeliveryHandler((message, address) -> {
            if (refused.add(address.getEmail())) {
                throw new UserException("try again later");
            }
            return keep.handle(message, address);
        });
    }

    List<Mail> mails() {
        return Stream.of(server.getReceivedMessages()).map(MailServer::mail).toList();
    }

    private static Mail mail(MimeMessage message) {
        try {
            return new Mail(message.getRecipients(RecipientType.TO)[0].toString(), GreenMailUtil.getBody(message));
        } catch (MessagingException e) {
            throw new IllegalStateException("an accepted mail can't be read", e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
