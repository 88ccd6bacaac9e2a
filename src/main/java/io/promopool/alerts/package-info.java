/**
 * What people are told before codes run out: how long a type will last, which level it has come down to, and the webhooks
 * that pass it on. Knows the domain and nothing of Redis or of the API.
 */
package io.promopool.alerts;
