/**
 * API keys: who can call the service, and in which roles.
 *
 * <p>This room defines how a key is written in the settings and how it is hashed. The service stores only the hashes of
 * keys. The room is plain Java, because two rooms use it: {@code http} checks requests, and {@code cli} makes keys.
 */
package io.promopool.auth;
