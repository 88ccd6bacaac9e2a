/**
 * A workflow that others would write, on an engine that others wrote: an example to copy, and the test that it works. {@link
 * io.promopool.workflow.GetPromoCode} is the step, {@code src/test/resources/workflow} has the process and the messages,
 * {@code docs/workflows.md} says why they are as they are.
 */
package io.promopool.workflow;
