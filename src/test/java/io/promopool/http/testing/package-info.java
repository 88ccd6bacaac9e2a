/** What the tests of HTTP share: the API over a pool in memory, and openapi.yaml as a check of every response. */
package io.promopool.http.testing;
