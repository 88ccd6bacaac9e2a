package io.promopool.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends load over HTTP/1.1, from one thread whatever the number of connections, as {@code wrk -t1} does. */
final class LoadDriver implements AutoCloseable {
    private static final int MAX_CHUNK_BYTES = 1 << 20;
    private static final int REQUEST_BYTES = 512;
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final HttpDecoderConfig UNCHECKED = new HttpDecoderConfig()
            .setMaxChunkSize(MAX_CHUNK_BYTES)
            .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false));

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final Class<? extends Channel> channelType =
            Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;

    /**
     * Runs a load to its end.
     *
     * @throws IllegalStateException if a connection failed, or a response was wrong
     */
    LoadResult run(Load load) throws InterruptedException {
        LoadRun run = new LoadRun(load, group.next());
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpResponseDecoder(UNCHECKED),
                                        new Connection(run, load.exchange(), REQUEST_BYTES));
                    }
                });
        ChannelGroup channels = new DefaultChannelGroup(group.next());
        try {
            for (int i = 0; i < load.connections(); i++) {
                ChannelFuture connected = bootstrap.connect(load.address()).sync();
                channels.add(connected.channel());
            }
            return run.result().get(load.time().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            String why = e.getCause().getMessage();
            throw new IllegalStateException("the load on " + load.address() + " failed: " + why, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no response from " + load.address() + " in time", e);
        } finally {
            channels.close().sync();
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
