/**
 * What is put into production with: the files in {@code config/} and {@code docker-compose.yml}. They are read as Compose
 * reads them, and run as the containers do, on processes of this machine.
 */
package io.promopool.deployment;
