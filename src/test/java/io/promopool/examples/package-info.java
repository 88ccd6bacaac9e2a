/** Runs the files in {@code examples/} as a reader would, against a running service, through connections that fail. */
package io.promopool.examples;
