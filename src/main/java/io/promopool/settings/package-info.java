/**
 * All settings of the service: read from a file and the environment, validated once, at the start.
 *
 * <p>Each room declares its own settings as a record whose constructor checks them. This room finds their text, turns it
 * into those records and reports what is wrong in one line that names the source, the key and the value, but no secret.
 * Only the root and the doctor depend on it. {@code config/promopool.properties} is the manual of every key, and a test
 * compares its defaults with {@code SettingKeys}.
 */
package io.promopool.settings;
