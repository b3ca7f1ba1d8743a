import type { EventType } from '@fulcrum/cfd';
import type { BulkTable, Row } from '@fulcrum/db';
import type { JsonEvent } from '@fulcrum/protocol';

/**
 * What happened to an order before its end, as it stands in callback-stream. Closings, cancellations and refusals are not
 * here: they have tables of their own, and a mass closing writes each of them once.
 */
export const orderEventTable: BulkTable = {
  name: 'OrderEvent',
  columns: [
    ['id', 'text'],
    ['orderId', 'uuid'],
    ['userId', 'uuid'],
    ['type', 'text'],
    ['data', 'json'],
  ],
};

type OrderEvent = Extract<JsonEvent, { type: 'placed' | 'created' | 'updated' }>;

const TYPES: ReadonlySet<string> = new Set<EventType>(['placed', 'created', 'updated'] satisfies OrderEvent['type'][]);

/** The row of an event that tells of an order before its end; undefined for all others. */
export function orderEventRow(historyId: string, event: JsonEvent): Row | undefined {
  if (!isOrderEvent(event)) return undefined;
  const { type, orderId, userId } = event;
  return [historyId, orderId, userId, type, JSON.stringify(event)];
}

function isOrderEvent(event: JsonEvent): event is OrderEvent {
  return TYPES.has(event.type);
}
