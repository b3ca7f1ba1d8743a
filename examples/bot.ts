// Opens a small position with a key, and closes it again. The key is made in the account menu under "API keys", with
// "Read and trade". Node 24 runs this file as it is:
//
//     FULCRUM_KEY=fk_... node examples/bot.ts

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const { FULCRUM_URL = 'http://localhost:4000', FULCRUM_KEY } = process.env;
const ASSET = 'BTC_USDC';
const ATTEMPTS = 10;
const LIMIT_MS = 10_000;

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: /openapi.json describes each answer.
  readonly body: any;
  /** Seconds to wait before the next attempt. */
  readonly retryAfter: number;
}

/** Sends one request. @returns undefined when no answer came: then nobody knows whether it was carried out. */
async function ask(path: string, body?: object): Promise<Answer | undefined> {
  const request: RequestInit = {
    headers: { Authorization: `Bearer ${FULCRUM_KEY}`, ...(body && { 'Content-Type': 'application/json' }) },
    signal: AbortSignal.timeout(LIMIT_MS),
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  };
  try {
    const response = await fetch(`${FULCRUM_URL}/api/v1${path}`, request);
    const retryAfter = Number(response.headers.get('Retry-After') ?? 1);
    return { status: response.status, body: await response.json(), retryAfter };
  } catch {
    return undefined;
  }
}

/**
 * Asks until there is an answer. An order is named by its id, so to send it again does not open or close it twice. With 429
 * and 503 nothing was done.
 */
async function insist(path: string, body?: object): Promise<Answer> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const answer = await ask(path, body);
    if (answer !== undefined && ![429, 500, 502, 503, 504].includes(answer.status)) return answer;
    console.log(`${path}: ${answer?.body?.detail ?? 'no answer'}; asking again`);
    await sleep(1_000 * (answer?.retryAfter ?? 1));
  }
  throw new Error(`${path}: no answer after ${ATTEMPTS} attempts`);
}

/** What became of an order, once that is known. */
async function settled(orderId: string): Promise<Answer['body']> {
  for (;;) {
    const { body } = await insist(`/trade/orders/${orderId}`);
    if (body.status !== 'pending') return body;
    await sleep(500);
  }
}

function refused({ status, body }: Answer): Error {
  return new Error(`${status} ${body.code}: ${body.detail}`);
}

/** Opens an order under this id, once, however often it has to be asked for. @returns the opening price. */
async function open(order: { readonly orderId: string }): Promise<string> {
  const answer = await insist('/trade/create-order', order);
  if (answer.status === 201) return answer.body.openPrice;
  // 202: its outcome is not known yet. Duplicate: an earlier sending, whose answer was lost, has opened it.
  if (answer.status !== 202 && answer.body.code !== 'duplicate_order') throw refused(answer);
  const found = await settled(order.orderId);
  if (found.status !== 'open') throw new Error(`the order was not opened: ${JSON.stringify(found)}`);
  return found.order.openPrice;
}

/** @returns the profit, below zero for a loss. */
async function close(orderId: string): Promise<string> {
  const answer = await insist('/trade/close-order', { orderId });
  if (answer.status === 200) return answer.body.pnl;
  // Unknown: an earlier sending has closed it, or a stop has.
  if (answer.status !== 202 && answer.body.code !== 'unknown_order') throw refused(answer);
  const found = await settled(orderId);
  if (found.status !== 'closed') throw new Error(`the order was not closed: ${JSON.stringify(found)}`);
  return found.order?.pnl ?? 'not written down yet';
}

if (FULCRUM_KEY === undefined) {
  console.error('Set FULCRUM_KEY to a key that may trade.');
  process.exit(1);
}
const { body } = await insist('/market/quotes');
const quote = body.quotes.find(({ asset }: { asset: string }) => asset === ASSET);
if (quote === undefined) throw new Error(`${ASSET} has no price yet.`);
console.log(`${ASSET} is offered at ${quote.ask}`);
const orderId = randomUUID();
const size = { asset: ASSET, side: 'buy', quantity: '0.01', leverage: 10 };
const order = { orderId, ...size, expectedPrice: quote.ask, maxSlippageBps: 50 };
console.log(`opened ${orderId} at ${await open(order)}`);
await sleep(1_000);
console.log(`closed, profit ${await close(orderId)} USDC`);
