/**
 * The files for production, in {@code config/}, and {@code docker-compose.yml}. The tests read them as Compose does,
 * and run them as the containers do, in processes of this machine.
 */
package io.promopool.deployment;
