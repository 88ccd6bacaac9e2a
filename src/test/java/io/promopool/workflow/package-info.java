/**
 * A workflow on a third-party engine: an example to copy, and the test that it works.
 * {@link io.promopool.workflow.GetPromoCode} is the step, {@code examples/bpmn} has the process and the messages, and
 * {@code docs/workflows.md} explains both.
 */
package io.promopool.workflow;
