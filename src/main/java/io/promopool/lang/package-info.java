/**
 * What the Java platform lacks, and several rooms need.
 *
 * <p>This room knows {@code java.*} alone and nothing of promo codes; every room may use it. A class belongs here only
 * if two rooms that do not know each other would otherwise write it twice.
 */
package io.promopool.lang;
