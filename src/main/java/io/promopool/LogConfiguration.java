package io.promopool;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds {@code config/logback.xml} in the working directory or, if it is not there, in the jar.
 *
 * <p>Logback calls this class before the first event of any logger. If no file is found, Logback searches its own
 * default locations.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {
    private static final String NAME = "config/logback.xml";
    private static final String LOGBACKS_OWN_PROPERTY = "logback.configurationFile";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(LOGBACKS_OWN_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        try {
            URL found = find(Path.of(NAME));
            if (found == null) {
                return ExecutionStatus.INVOKE_NEXT_IF_ANY;
            }
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(found);
            return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
        } catch (JoranException | MalformedURLException e) {
            addError(NAME + " can't be read; Logback uses its own defaults", e);
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
    }

    private static URL find(Path file) throws MalformedURLException {
        return Files.isRegularFile(file)
                ? file.toUri().toURL()
                : LogConfiguration.class.getClassLoader().getResource(NAME);
    }
}
