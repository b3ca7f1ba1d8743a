import {
  ACCOUNT_FIGURES,
  EVENTS,
  type EventJson,
  type EventType,
  HELD_PRICE,
  INSTRUMENT,
  type JsonEvent,
  PENDING_ORDER,
  SETTINGS_FIGURES,
  VALUED_ORDER,
} from '@fulcrum/cfd';
import { z } from 'zod';
import { EVENT_FORM } from '../tables/kind-schemas.ts';
import { type ShapeOf, shapeOf } from '../tables/table-schemas.ts';

/** What may stand in callback-stream: the schema of each event, and of the parts of events. */

type SchemaOf<Type extends EventType> = z.ZodObject<{ type: z.ZodLiteral<Type> } & ShapeOf<(typeof EVENTS)[Type]>>;

export const instrumentFields = shapeOf(INSTRUMENT, EVENT_FORM);
export const accountFigureFields = shapeOf(ACCOUNT_FIGURES, EVENT_FORM);
/** What an account may do, and how much of it. */
export const accountSettingFields = shapeOf(SETTINGS_FIGURES, EVENT_FORM);
export const heldPriceFields = shapeOf(HELD_PRICE, EVENT_FORM);
export const valuedOrderSchema = z
  .object(shapeOf(VALUED_ORDER, EVENT_FORM))
  .meta({ description: 'An open order, valued at the price at which it would close now' });

export const pendingOrderSchema = z
  .object(shapeOf(PENDING_ORDER, EVENT_FORM))
  .meta({ description: 'An order that waits for its price' });

/** The schema of each event, by its type. */
export const eventSchemas = Object.fromEntries(
  Object.entries(EVENTS).map(([type, table]) => [
    type,
    z.object({ type: z.literal(type), ...shapeOf(table, EVENT_FORM) }),
  ]),
) as unknown as { readonly [Type in EventType]: SchemaOf<Type> };

/** Any event. */
export const eventSchema = z.discriminatedUnion(
  'type',
  Object.values(eventSchemas) as unknown as [z.ZodObject],
) as unknown as z.ZodType<JsonEvent>;

export type CreatedEvent = EventJson<'created'>;
export type UpdatedEvent = EventJson<'updated'>;
export type ClosedEvent = EventJson<'closed'>;
export type PlacedEvent = EventJson<'placed'>;
export type CancelledEvent = EventJson<'cancelled'>;
export type ReducedEvent = EventJson<'reduced'>;
export type RejectedEvent = EventJson<'rejected'>;
export type AccountEvent = EventJson<'account'>;
export type InstrumentSetEvent = EventJson<'instrument-set'>;
export type PriceHeldEvent = EventJson<'price-held'>;
export type PriceReleasedEvent = EventJson<'price-released'>;
