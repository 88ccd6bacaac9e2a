package io.promopool.workflow;

import java.io.StringWriter;
import java.util.Map;
import java.util.Properties;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.runtime.resource.loader.ClasspathResourceLoader;
import org.flowable.engine.delegate.DelegateExecution;

/** Messages from Velocity templates, which read the variables of the run: {@code $!data.get('promocode')}. */
public final class Messages {
    private final VelocityEngine velocity;

    public Messages() {
        Properties settings = new Properties();
        settings.setProperty("resource.loaders", "classpath");
        settings.setProperty("resource.loader.classpath.class", ClasspathResourceLoader.class.getName());
        this.velocity = new VelocityEngine(settings);
    }

    /** The name in the process. */
    public String render(String template, DelegateExecution step) {
        StringWriter message = new StringWriter();
        VelocityContext context = new VelocityContext(Map.of("data", step.getVariables()));
        velocity.getTemplate("workflow/" + template, "UTF-8").merge(context, message);
        return message.toString();
    }
}
