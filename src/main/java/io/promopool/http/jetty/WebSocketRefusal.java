package io.promopool.http.jetty;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Refuses a WebSocket handshake, for which the framework would otherwise open a session and set a cookie. */
final class WebSocketRefusal extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_KEY)) {
            Response.writeError(request, response, callback, 400, "WebSocket is not supported");
            return true;
        }
        return super.handle(request, response, callback);
    }
}
