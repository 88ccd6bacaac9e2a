// Claims a promo code for a contact and prints the message to send. Needs Node 18 or later and nothing else.
// Usage: node claim.mjs CONTACT. It is safe to run again for the same contact: the same key gets the same code.
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const URL = `${process.env.PROMOPOOL_URL ?? 'http://127.0.0.1:8080'}/v1/claims`;
const HEADERS = { 'Content-Type': 'application/json', Authorization: `Bearer ${process.env.PROMOPOOL_API_KEY ?? ''}` };

/**
 * Returns the code of this key, or undefined if no code is available. Throws for a mistake that no retry fixes, and if
 * the service did not answer in time; then it is safe to call this again later, with the same key.
 */
async function getPromoCode(key) {
  const body = JSON.stringify({ type: 'birthday', discount: 10, days: 7, key });
  // Six attempts, and the seconds to wait after each, at least; after the last one there is nothing to wait for.
  for (const wait of [1, 2, 4, 8, 16, undefined]) {
    const reply = await post(body);
    if (reply.status === 200 || reply.status === 201) return JSON.parse(reply.text).promocode;
    if (reply.status === 409) return undefined;
    const isTemporary = reply.status === 0 || reply.status === 408 || reply.status === 429 || reply.status >= 500;
    if (!isTemporary) throw new Error(reply.text);
    if (wait) await sleep(Math.min(Math.max(wait, Number(reply.retryAfter) || 0), 60) * 1000);
  }
  throw new Error(`Promopool can't be reached or can't serve now; try again later with the same key: ${key}`);
}

/** Status 0: no response, or a part of one. The code might have been claimed, which the next attempt finds out. */
async function post(body) {
  try {
    // 10 s is longer than the service takes (claims.timeout, 5 s).
    const response = await fetch(URL, { method: 'POST', headers: HEADERS, body, signal: AbortSignal.timeout(10_000) });
    return { status: response.status, retryAfter: response.headers.get('Retry-After'), text: await response.text() };
  } catch {
    return { status: 0 };
  }
}

const [contact] = process.argv.slice(2);
if (!contact) {
  console.error('usage: node claim.mjs CONTACT');
  process.exit(2);
}
try {
  // The key identifies the message (this contact, this campaign), not the attempt: every retry sends the same key.
  const code = await getPromoCode(`${contact}:birthday-2027`);
  console.log(code ? `${contact}: 10% off, for you alone: ${code}` : `${contact}: Happy birthday!`);
} catch (failure) {
  console.error(failure.message);
  process.exitCode = 1;
}
