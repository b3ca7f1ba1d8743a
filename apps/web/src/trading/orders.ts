import type { Side } from '@fulcrum/cfd';
import { eventSchemas, newOrderId } from '@fulcrum/protocol';
import { z } from 'zod';
import { ApiError, call } from '../api/client.ts';
import { orderAnswer, pendingAnswer } from '../api/schemas.ts';
import { clientNow, serverNow } from '../clock/server-clock.ts';
import { deadline, isOver } from './deadline.ts';

/** Amounts are decimal texts on the instrument's grid. */
export interface NewOrder {
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

const created = z.union([eventSchemas.created.omit({ type: true }), pendingAnswer]);
const updated = z.union([eventSchemas.updated.omit({ type: true }), pendingAnswer]);
const closed = z.union([eventSchemas.closed.omit({ type: true }), pendingAnswer]);

/**
 * An id of the future is refused, and what is known of the server's time may be off by half of what it took to learn it,
 * which is six seconds at most. Of the last ten minutes it has to be, or it would be looked up in the history.
 */
const ID_IS_OLDER_MS = 10_000;

const LOOK_UP_LIMIT_MS = 60_000;
const LOOK_UP_EVERY_MS = 1_000;

/** Opens one order for each press of the button: its id is chosen once, so that its request opens no second one. */
export function openOrder(order: NewOrder): Promise<Outcome> {
  return sendInTime(async (validUntil) => {
    const orderId = newOrderId(serverNow() - ID_IS_OLDER_MS);
    const sent = await send('/trade/create-order', { orderId, ...order, validUntil }, created);
    if (sent !== 'unknown' && !isDuplicate(sent)) return sent;
    return lookUp(orderId, ({ status }) => (status === 'open' || status === 'closed' ? 'done' : undefined));
  });
}

/** @param meantAt when the closing was wished for, by this computer's clock: now, if nothing is said. */
export function closeOrder(orderId: string, meantAt?: number): Promise<Outcome> {
  return sendInTime(async (validUntil) => {
    const sent = await send('/trade/close-order', { orderId, validUntil }, closed);
    if (sent !== 'unknown') return sent;
    return lookUp(orderId, ({ status }) => {
      if (status === 'closed') return 'done';
      return status === 'open' && isOver(validUntil) ? NOT_DONE : undefined;
    });
  }, meantAt);
}

/** @param levels as the API writes them. */
export function updateOrder(orderId: string, levels: NewLevels): Promise<Outcome> {
  return sendInTime(async (validUntil) => {
    const sent = await send('/trade/update-order', { orderId, ...levels, validUntil }, updated);
    if (sent !== 'unknown') return sent;
    return lookUp(orderId, ({ status, order }) => {
      if (status === 'closed') return GONE;
      if (order !== undefined && 'takeProfit' in order && hasLevels(order, levels)) return 'done';
      return status === 'open' && isOver(validUntil) ? NOT_DONE : undefined;
    });
  });
}

type Refused = Exclude<Outcome, 'done' | 'unknown'>;

const NOT_DONE: Refused = { code: 'not_done', message: 'The order is as it was: nothing was done.' };
const GONE: Refused = { code: 'unknown_order', message: 'The order is closed already.' };
const LOST: Refused = {
  code: 'lost',
  message: 'The exchange has lost this order with its last writes: it is not open.',
};
const NO_TIME: Refused = { code: 'unavailable', message: 'The server does not answer. Nothing was sent.' };

/** What is sent names until when it is meant, so that nothing is carried out later at a price that nobody has seen. */
async function sendInTime(work: (validUntil: number) => Promise<Outcome>, meantAt?: number): Promise<Outcome> {
  const validUntil = await deadline(meantAt);
  return validUntil === undefined ? NO_TIME : work(validUntil);
}

function hasLevels(
  order: Required<NewLevels>,
  { takeProfit = order.takeProfit, stopLoss = order.stopLoss }: NewLevels,
): boolean {
  return order.takeProfit === takeProfit && order.stopLoss === stopLoss;
}

/** Sends a request once. Without an answer, or with one that is late, nobody knows what became of it. */
async function send(path: string, body: unknown, schema: z.ZodType): Promise<Outcome> {
  try {
    const { status } = await call({ method: 'POST', path, body, schema });
    return status === 202 ? 'unknown' : 'done';
  } catch (error) {
    return error instanceof ApiError && isRefusal(error) ? refusalOf(error) : 'unknown';
  }
}

/** The ids that are sent are well made: where one is refused for what it is, it seems to be of the future. */
function refusalOf({ code, message, errors }: ApiError): Refused {
  return { code: code === 'invalid_input' && errors.orderId !== undefined ? 'clocks_apart' : code, message };
}

/** Only the API's own word that nothing was sent is one. What a proxy says, or a fault, leaves it open. */
function isRefusal({ status, code }: ApiError): boolean {
  return status < 500 || code === 'unavailable';
}

/** The id is this order's own: whoever used it before was this very request, whose answer was lost. */
function isDuplicate(outcome: Outcome): boolean {
  return typeof outcome === 'object' && outcome.code === 'duplicate_order';
}

type OrderAnswer = z.infer<typeof orderAnswer>;

/**
 * Asks what became of a request until that is settled.
 *
 * @param judge tells the request's outcome from the order, or undefined as long as the order does not show it.
 */
async function lookUp(orderId: string, judge: (found: OrderAnswer) => Outcome | undefined): Promise<Outcome> {
  for (const until = clientNow() + LOOK_UP_LIMIT_MS; clientNow() < until; await pause(LOOK_UP_EVERY_MS)) {
    const settled = await settledOutcome(orderId, judge);
    if (settled !== undefined) return settled;
  }
  return 'unknown';
}

async function settledOutcome(orderId: string, judge: Parameters<typeof lookUp>[1]): Promise<Outcome | undefined> {
  try {
    const { data } = await call({ path: `/trade/orders/${orderId}`, schema: orderAnswer });
    return judge(data) ?? (data.status === 'lost' ? LOST : data.rejection);
  } catch (error) {
    return error instanceof ApiError && error.code === 'unknown_order'
      ? { code: error.code, message: error.message }
      : undefined;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
