/**
 * API keys: who may call the service, and in which roles.
 *
 * <p>This room knows how a key is written in the settings and how it is hashed. The service never holds a key itself,
 * only its hash. The room is plain Java: {@code http} checks requests with it, the command line makes keys with it.
 */
package io.promopool.auth;
