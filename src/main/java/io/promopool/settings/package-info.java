/**
 * All settings of the service: read from a file and the environment, validated once, at the start.
 *
 * <p>Each package declares its own settings as a record whose constructor checks them. This package reads the text of
 * the settings and turns it into those records. An error is one line that names the source, the key and the value, but
 * never a secret. Only the root package and the doctor depend on this package.
 *
 * <p>{@code config/promopool.properties} documents every key. A test compares the defaults in it with
 * {@code SettingKeys}.
 */
package io.promopool.settings;
