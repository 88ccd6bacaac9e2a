/**
 * Small helpers on top of {@code java.*}, for all rooms.
 *
 * <p>A class belongs here if it uses only {@code java.*}, knows nothing of promo codes, and at least two rooms that
 * must not depend on each other would otherwise each write it. A helper of one room stays in that room. A rule about
 * codes, claims or types belongs in {@code pool}.
 */
package io.promopool.lang;
