import {
  type CancelledEvent,
  type ClosedEvent,
  type CreatedEvent,
  newOrderId,
  type PlacedEvent,
  type ReducedEvent,
  type UpdatedEvent,
} from '@fulcrum/protocol';

type Answer<Event> = Omit<Event, 'type'>;

/** The answer of `GET /trade/orders/:id`. `unknown` stands for 404. */
export interface LookedUp {
  readonly status: 'open' | 'placed' | 'closed' | 'cancelled' | 'reduced' | 'rejected' | 'unknown';
  readonly order: Record<string, unknown> | undefined;
  readonly code: string | undefined;
}

/** The answers that the owner got about one order. */
export interface Told {
  readonly orderId: string;
  readonly userId: string;
  /** Whether an attempt may have been carried out: no answer came, or "pending". */
  unsure: boolean;
  /** The last time for which its owner asked to have it opened. */
  validUntil?: number;
  /** The answer 201: it opened. */
  opened?: Answer<CreatedEvent>;
  /** The answer 201: it waits. */
  placed?: Answer<PlacedEvent>;
  /** The answer 201: it only closed others. */
  reduced?: Answer<ReducedEvent>;
  /** The code of a refusal of the only attempt that can have reached the engine. */
  refused?: string;
  updates: Answer<UpdatedEvent>[];
  /** The answer 200 to `close-order`: nothing is left open. */
  closed?: Answer<ClosedEvent>;
  /** The answers 200 to `close-order` about parts. */
  parts: Answer<ClosedEvent>[];
  /** The answer 200 to `cancel-order`. */
  cancelled?: Answer<CancelledEvent>;
  /** Whether an answer to `close-order`, `update-order` or `close-all` says that it is not open. */
  saidNotOpen: boolean;
  /** Whether an answer to `cancel-order` or `cancel-all` says that it does not wait. */
  saidNotWaiting: boolean;
  /** The answer of the look-up that settled the order. */
  lookedUp?: LookedUp;
  /** The answer of a look-up during the run, for an order that was not settled otherwise. */
  saidEarly?: LookedUp;
}

export function newTold(userId: string): Told {
  // One in four is no UUIDv7, and has to be looked up in the history.
  const orderId = Math.random() < 0.25 ? crypto.randomUUID() : newOrderId(Date.now());
  return { orderId, userId, unsure: false, updates: [], parts: [], saidNotOpen: false, saidNotWaiting: false };
}

/** Whether the owner knows the outcome of the opening with certainty. */
export function isSettled({ opened, placed, reduced, refused, lookedUp }: Told): boolean {
  return [opened, placed, reduced, refused, lookedUp].some((answer) => answer !== undefined);
}
