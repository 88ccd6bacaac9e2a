package io.promopool.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/** One connection, with at most one request in flight. */
final class Connection extends ChannelInboundHandlerAdapter {
    private final LoadRun run;
    private final Exchange exchange;
    private final int requestBytes;
    private Channel channel;
    private ByteBuf body;
    private int status;
    private long sinceNanos;
    private boolean waiting;

    Connection(LoadRun run, Exchange exchange, int requestBytes) {
        this.run = run;
        this.exchange = exchange;
        this.requestBytes = requestBytes;
    }

    /** @param countedFrom the moment from which the latency counts, in the time of {@link System#nanoTime} */
    void send(long countedFrom) {
        sinceNanos = countedFrom;
        waiting = true;
        run.sent();
        ByteBuf request = channel.alloc().buffer(requestBytes);
        exchange.writeRequest(request);
        channel.writeAndFlush(request, channel.voidPromise());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        body = channel.alloc().buffer();
        run.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            read((HttpObject) message);
        } catch (RuntimeException e) {
            run.fail(e);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            throw new IllegalStateException("not HTTP", part.decoderResult().cause());
        }
        if (part instanceof HttpResponse response) {
            status = response.status().code();
        }
        if (part instanceof HttpContent content) {
            body.writeBytes(content.content());
        }
        if (part instanceof LastHttpContent) {
            if (!waiting) {
                throw new IllegalStateException("an answer to no request: " + status + " " + body.toString(UTF_8));
            }
            exchange.check(status, body);
            body.clear();
            waiting = false;
            run.answered(this, System.nanoTime() - sinceNanos);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        body.release();
        run.closed(waiting);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        run.fail(cause);
    }
}
