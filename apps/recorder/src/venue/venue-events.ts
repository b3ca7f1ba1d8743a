import type { EventJson } from '@fulcrum/matching';
import { z } from 'zod';

export type Accepted = EventJson<'accepted'>;
export type Fill = EventJson<'fill'>;
export type OrderEnded = EventJson<'order-ended'>;

/** What the history is made of. */
export type RecordedEvent = Accepted | Fill | OrderEnded;

/** An amount that the core has printed. */
const amount = z.string().regex(/^-?\d{1,17}(?:\.\d{1,17})?$/);
const orderId = z.string().regex(/^\d{1,16}$/);
const clientId = z.int().nonnegative().optional();
const market = z.string().min(1).max(32);
const time = z.int().nonnegative();
const word = z.string().max(32);

const schemas = {
  accepted: z.object({
    ...{ type: z.literal('accepted'), orderId, clientId, userId: z.uuid(), market, side: word, orderType: word },
    ...{ price: amount.optional(), quantity: amount.optional(), quoteQuantity: amount.optional() },
    ...{ timeInForce: word, postOnly: z.boolean(), selfTradePrevention: word, createdAt: time },
  }),
  fill: z.object({
    ...{ type: z.literal('fill'), market, tradeId: z.int().positive(), takerSide: word, time },
    ...{ price: amount, quantity: amount, quoteQuantity: amount },
    ...{ takerOrderId: orderId, takerUserId: z.uuid(), takerClientId: clientId, takerFee: amount },
    ...{ makerOrderId: orderId, makerUserId: z.uuid(), makerClientId: clientId, makerFee: amount },
    ...{ takerExecuted: amount, takerExecutedQuote: amount, makerExecuted: amount, makerExecutedQuote: amount },
  }),
  'order-ended': z.object({
    ...{ type: z.literal('order-ended'), orderId, userId: z.uuid(), market, status: word, reason: word },
    ...{ executed: amount, executedQuote: amount, time },
  }),
};

const typed = z.object({ type: z.string() });

/** The most events of an entry: a core puts no more than 256 into one. */
const MAX_EVENTS = 1_000;

/**
 * Reads an entry of venue-events: those of its events that the history is made of.
 *
 * @throws what makes no sense.
 */
export function decodeVenueEvents(text: string): RecordedEvent[] {
  const events: unknown = JSON.parse(text);
  if (!Array.isArray(events) || events.length > MAX_EVENTS) throw new Error('an entry is a list of events');
  return events.flatMap((event: unknown) => {
    const { type } = typed.parse(event);
    return isRecorded(type) ? [schemas[type].parse(event) as RecordedEvent] : [];
  });
}

function isRecorded(type: string): type is keyof typeof schemas {
  return Object.hasOwn(schemas, type);
}
