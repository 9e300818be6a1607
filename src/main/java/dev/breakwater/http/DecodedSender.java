package dev.breakwater.http;

import org.jspecify.annotations.Nullable;

/**
 * Sends prepared answers: coded content that a client does not accept as it is stored is decoded on a virtual thread and sent
 * like content that is still arriving, any other by the exchange itself.
 */
final class DecodedSender {
    private DecodedSender() {}

    /** Sends {@code reply} on the event loop; {@code held}, if there is one, is released when that is done or has failed. */
    static void send(
            ServerContext server,
            HttpExchange exchange,
            HttpReply reply,
            AnswerTags label,
            @Nullable PreparedResponse held) {
        if (!(reply.content() instanceof ReplyBody.Decoded content) || exchange.head()) {
            exchange.send(reply, label, held);
            return;
        }
        var _ = exchange.watch();
        HttpReply instead =
                server.replies().broken(exchange.target(), label, server.clock().millis());
        ReplyBody.Arriving plain = new ReplyBody.Arriving(new DecodedTail(content, label.spared()), -1);
        GrowingSender sender = new GrowingSender(exchange, reply, instead, plain, label, server.events());
        Thread.ofVirtual().name(exchange.target()).start(() -> run(sender, held));
    }

    private static void run(GrowingSender sender, @Nullable PreparedResponse held) {
        try {
            sender.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException("no thread of this server is interrupted", e);
        } finally {
            if (held != null) {
                held.release();
            }
        }
    }
}
