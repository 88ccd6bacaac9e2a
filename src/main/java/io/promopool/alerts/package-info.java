/**
 * Warns people before codes run out: forecasts when a type runs out, fires the alerts that no claim can fire, and sends
 * alerts to webhooks. Depends on the domain, and not on Redis or the API.
 */
package io.promopool.alerts;
