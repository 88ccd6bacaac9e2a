/**
 * The files for production: {@code config/} and {@code docker-compose.yml}. They are read as Compose reads them, and
 * run as the containers run them, in processes of this machine.
 */
package io.promopool.deployment;
