import type { Side } from '@fulcrum/core';
import { closedEvent, createdEvent, updatedEvent } from '@fulcrum/protocol';
import { z } from 'zod';
import { ApiError, call, OFFLINE } from '../api/client.ts';
import { orderAnswer, pendingAnswer } from '../api/schemas.ts';

/** Amounts are decimal texts on the instrument's grid. */
export interface NewOrder {
  /** Chosen here, once for each press of the button: however often the request is sent, it opens one order. */
  readonly orderId: string;
  readonly asset: string;
  readonly side: Side;
  readonly quantity: string;
  readonly leverage: number;
  readonly takeProfit?: string;
  readonly stopLoss?: string;
  readonly expectedPrice?: string;
  readonly maxSlippageBps?: number;
}

/** Absent keeps a level, null removes it. */
export interface NewLevels {
  readonly takeProfit?: string | null;
  readonly stopLoss?: string | null;
}

/** What became of a request: refused for a reason with a code, or not known although it was asked for a minute. */
export type Outcome = 'done' | 'unknown' | { readonly code: string; readonly message: string };

const created = z.union([createdEvent.omit({ type: true }), pendingAnswer]);
const updated = z.union([updatedEvent.omit({ type: true }), pendingAnswer]);
const closed = z.union([closedEvent.omit({ type: true }), pendingAnswer]);

const LOOK_UP_LIMIT_MS = 60_000;
const LOOK_UP_EVERY_MS = 1_000;

export async function openOrder(order: NewOrder): Promise<Outcome> {
  const sent = await send('/trade/create-order', order, created);
  if (sent !== 'unknown' && !isDuplicate(sent)) return sent;
  return lookUp(order.orderId, ['open', 'closed']);
}

export async function closeOrder(orderId: string): Promise<Outcome> {
  const sent = await send('/trade/close-order', { orderId }, closed);
  return sent === 'unknown' ? lookUp(orderId, ['closed']) : sent;
}

/** To send the same levels again changes nothing, so a request without an answer is repeated. */
export async function updateOrder(orderId: string, levels: NewLevels): Promise<Outcome> {
  const sent = await send('/trade/update-order', { orderId, ...levels }, updated);
  if (sent !== 'unknown') return sent;
  const again = await send('/trade/update-order', { orderId, ...levels }, updated);
  // That the second request was not sent says nothing of the first.
  return typeof again === 'object' && again.code === OFFLINE ? 'unknown' : again;
}

/** Sends a request once. Without an answer, or with one that is late, nobody knows what became of it. */
async function send(path: string, body: unknown, schema: z.ZodType): Promise<Outcome> {
  try {
    const { status } = await call({ method: 'POST', path, body, schema });
    return status === 202 ? 'unknown' : 'done';
  } catch (error) {
    return error instanceof ApiError && isRefusal(error) ? { code: error.code, message: error.message } : 'unknown';
  }
}

/** Only the API's own word that nothing was sent is one. What a proxy says, or a fault, leaves it open. */
function isRefusal({ status, code }: ApiError): boolean {
  return status < 500 || code === 'unavailable';
}

/** The id is this order's own: whoever used it before was this very request, whose answer was lost. */
function isDuplicate(outcome: Outcome): boolean {
  return typeof outcome === 'object' && outcome.code === 'duplicate_order';
}

/** Asks what became of an order until that is settled. */
async function lookUp(orderId: string, doneWhen: readonly string[]): Promise<Outcome> {
  for (const until = performance.now() + LOOK_UP_LIMIT_MS; performance.now() < until; await pause(LOOK_UP_EVERY_MS)) {
    const settled = await settledOutcome(orderId, doneWhen);
    if (settled !== undefined) return settled;
  }
  return 'unknown';
}

async function settledOutcome(orderId: string, doneWhen: readonly string[]): Promise<Outcome | undefined> {
  try {
    const { data } = await call({ path: `/trade/orders/${orderId}`, schema: orderAnswer });
    if (doneWhen.includes(data.status)) return 'done';
    if (data.rejection !== undefined) return data.rejection;
    return data.status === 'pending'
      ? undefined
      : { code: 'not_done', message: 'The order is open still: nothing was done.' };
  } catch (error) {
    return error instanceof ApiError && error.code === 'unknown_order'
      ? { code: error.code, message: error.message }
      : undefined;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A random UUID, also on pages that came over plain http, where browsers hide `crypto.randomUUID`. */
export function newOrderId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
