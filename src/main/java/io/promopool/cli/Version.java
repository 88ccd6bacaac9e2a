package io.promopool.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, read from the manifest of its jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        return new String[] {"promopool " + version + ", Java " + Runtime.version()};
    }
}
