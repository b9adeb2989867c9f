package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import org.jboss.logging.Logger;

/** Logs a broken connection at debug level only, since {@link BrokerConnection} warns that it is lost. */
final class QuietExceptionHandler extends ForgivingExceptionHandler {

    private static final Logger LOG = Logger.getLogger(QuietExceptionHandler.class);

    @Override
    public void handleUnexpectedConnectionDriverException(Connection connection, Throwable cause) {
        Faults.endIfOutOfMemory(cause);
        LOG.debugf(cause, "Connection %s broke", connection.getClientProvidedName());
    }

    /** Failures of our listeners, on the reading thread. */
    @Override
    protected void log(String message, Throwable cause) {
        Faults.report(message, cause);
    }
}
