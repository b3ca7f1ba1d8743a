import type { Side } from '@fulcrum/cfd';
import { eventSchemas, newOrderId } from '@fulcrum/protocol';
import { z } from 'zod';
import { ApiError, call } from '../api/client.ts';
import { orderAnswer, pendingAllAnswer, pendingAnswer } from '../api/schemas.ts';
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
  readonly trailingDistance?: string;
  readonly guaranteed?: true;
  /** Whether it only closes positions of the other side. */
  readonly reduceOnly?: true;
  readonly expectedPrice?: string;
  readonly maxSlippageBps?: number;
  /** Of an order that waits for its price. */
  readonly orderType?: 'limit' | 'stop';
  readonly price?: string;
  readonly expiresAt?: number;
}

/** Absent keeps what holds, null removes it. The price and the expiry are those of an order that waits. */
export interface NewTerms {
  readonly takeProfit?: string | null;
  readonly stopLoss?: string | null;
  readonly trailingDistance?: string | null;
  readonly price?: string;
  readonly expiresAt?: number | null;
}

/** What to close of a position, and what is believed to be open: a request that comes twice closes nothing twice. */
export interface PartToClose {
  readonly quantity: string;
  readonly openQuantity: string;
}

/** The outcome of a request: done, refused with a code, or still unknown after a minute of look-ups. */
export type Outcome = 'done' | 'unknown' | { readonly code: string; readonly message: string };

const created = z.union([
  eventSchemas.created.omit({ type: true }),
  eventSchemas.placed.omit({ type: true }),
  eventSchemas.reduced.omit({ type: true }),
  pendingAnswer,
]);
const cancelled = z.union([eventSchemas.cancelled.omit({ type: true }), pendingAnswer]);
const allCancelled = z.union([eventSchemas['all-cancelled'].omit({ type: true }), pendingAllAnswer]);
const updated = z.union([eventSchemas.updated.omit({ type: true }), pendingAnswer]);
const closed = z.union([eventSchemas.closed.omit({ type: true }), pendingAnswer]);

/**
 * Ids are dated back by this much. An id of the future is refused, and the known server time may be off by six seconds,
 * half of the longest measurement. An id older than ten minutes would have to be looked up in the history.
 */
const ID_IS_OLDER_MS = 10_000;

const LOOK_UP_LIMIT_MS = 60_000;
const LOOK_UP_EVERY_MS = 1_000;

/** Opens or places one order for each press. Its id is chosen once, so that a repeated request opens no second one. */
export function openOrder(order: NewOrder): Promise<Outcome> {
  return sendInTime(async (validUntil) => {
    const orderId = newOrderId(serverNow() - ID_IS_OLDER_MS);
    const sent = await send('/trade/create-order', { orderId, ...order, validUntil }, created);
    if (sent !== 'unknown' && !isDuplicate(sent)) return sent;
    return lookUp(orderId, ({ status }) => (ARRIVED.has(status) ? 'done' : undefined));
  });
}

/** What becomes of an order that was accepted. */
const ARRIVED: ReadonlySet<OrderAnswer['status']> = new Set(['placed', 'open', 'closed', 'reduced']);

/** How an order has ended that can be changed no more. */
const ENDED: ReadonlySet<OrderAnswer['status']> = new Set(['closed', 'cancelled', 'reduced']);

/** @param meantAt the time of the press, by this computer's clock; now by default. */
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

/** Closes a part of a position. */
export function closePart(orderId: string, part: PartToClose): Promise<Outcome> {
  return sendInTime(async (validUntil) => {
    const sent = await send('/trade/close-order', { orderId, ...part, validUntil }, closed);
    if (sent !== 'unknown') return sent;
    return lookUp(orderId, (found) => {
      if (found.status === 'closed') return 'done';
      if (found.status !== 'open' || found.order === undefined) return undefined;
      if (found.order.quantity !== part.openQuantity) return 'done';
      return isOver(validUntil) ? NOT_DONE : undefined;
    });
  });
}

/** @param terms as the API writes them. */
export function updateOrder(orderId: string, terms: NewTerms): Promise<Outcome> {
  return sendInTime(async (validUntil) => {
    const sent = await send('/trade/update-order', { orderId, ...terms, validUntil }, updated);
    if (sent !== 'unknown') return sent;
    return lookUp(orderId, (found) => {
      if (ENDED.has(found.status)) return GONE;
      if (found.status !== 'open' && found.status !== 'placed') return undefined;
      if (found.order !== undefined && hasTerms(found.order, terms)) return 'done';
      return isOver(validUntil) ? NOT_DONE : undefined;
    });
  });
}

/** Cancels an order that waits. That is no trade at a price, so it has no deadline. */
export async function cancelOrder(orderId: string): Promise<Outcome> {
  const sent = await send('/trade/cancel-order', { orderId }, cancelled);
  if (sent !== 'unknown') return sent;
  return lookUp(orderId, ({ status }) => {
    if (status === 'cancelled') return 'done';
    return status === 'open' || status === 'closed' || status === 'reduced' ? TOO_LATE : undefined;
  });
}

/** Cancels all orders that wait. */
export function cancelAll(): Promise<Outcome> {
  return send('/trade/cancel-all', {}, allCancelled);
}

type Refused = Exclude<Outcome, 'done' | 'unknown'>;

const NOT_DONE: Refused = { code: 'not_done', message: 'The order is as it was: nothing was done.' };
const GONE: Refused = { code: 'unknown_order', message: 'The order is closed already.' };
const TOO_LATE: Refused = { code: 'too_late', message: 'The order was carried out already.' };
const LOST: Refused = {
  code: 'lost',
  message: 'The exchange has lost this order with its last writes: it is not open.',
};
const CANCELLED: Refused = { code: 'requested', message: 'The order was cancelled before it opened.' };
const NO_TIME: Refused = { code: 'unavailable', message: 'The server does not answer. Nothing was sent.' };

/** Sends a request with its deadline, so that it is not carried out later at a price that nobody has seen. */
async function sendInTime(work: (validUntil: number) => Promise<Outcome>, meantAt?: number): Promise<Outcome> {
  const validUntil = await deadline(meantAt);
  return validUntil === undefined ? NO_TIME : work(validUntil);
}

/** Whether an order has all that was asked for. What it does not have may be absent in it, or null. */
function hasTerms(order: object, terms: NewTerms): boolean {
  const present: Readonly<Record<string, unknown>> = { ...order };
  return Object.entries(terms).every(([name, value]) => value === undefined || (present[name] ?? null) === value);
}

/** Sends a request once. Without an answer, or with a late one, its outcome is unknown. */
async function send(path: string, body: unknown, schema: z.ZodType): Promise<Outcome> {
  try {
    const { status } = await call({ method: 'POST', path, body, schema });
    return status === 202 ? 'unknown' : 'done';
  } catch (error) {
    return error instanceof ApiError && isRefusal(error) ? refusalOf(error) : 'unknown';
  }
}

/** Sent ids are well formed, so an id that is refused must look to the server like one of the future. */
function refusalOf({ code, message, errors }: ApiError): Refused {
  return { code: code === 'invalid_input' && errors.orderId !== undefined ? 'clocks_apart' : code, message };
}

/** Whether the API itself says that nothing was sent. An answer of a proxy, or a fault, leaves the outcome open. */
function isRefusal({ status, code }: ApiError): boolean {
  return status < 500 || code === 'unavailable';
}

/** Whether the id was used before. Only this order has it, so an earlier attempt of this request has arrived. */
function isDuplicate(outcome: Outcome): boolean {
  return typeof outcome === 'object' && outcome.code === 'duplicate_order';
}

type OrderAnswer = z.infer<typeof orderAnswer>;

/**
 * Looks an order up until the outcome of a request is settled.
 *
 * @param judge tells the outcome from the order; undefined while the order does not show it.
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
    const settled = judge(data);
    if (settled !== undefined) return settled;
    if (data.status === 'lost') return LOST;
    if (data.status === 'cancelled') return { ...CANCELLED, ...data.order };
    return data.status === 'rejected' ? data.rejection : undefined;
  } catch (error) {
    return error instanceof ApiError && error.code === 'unknown_order'
      ? { code: error.code, message: error.message }
      : undefined;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
