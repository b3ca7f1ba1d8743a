import { type ClosedEvent, type CreatedEvent, newOrderId, type UpdatedEvent } from '@fulcrum/protocol';

type Answer<Event> = Omit<Event, 'type'>;

/** The answer of `GET /trade/orders/:id`. `unknown` stands for 404. */
export interface LookedUp {
  readonly status: 'open' | 'closed' | 'rejected' | 'unknown';
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
  /** The answer 201. */
  opened?: Answer<CreatedEvent>;
  /** The code of a refusal of the only attempt that can have reached the engine. */
  refused?: string;
  updates: Answer<UpdatedEvent>[];
  /** The answer 200 to `close-order`. */
  closed?: Answer<ClosedEvent>;
  /** Whether `close-order` or `update-order` was answered that there is no such open order. */
  saidNotOpen: boolean;
  /** The answer of the look-up that settled the order. */
  lookedUp?: LookedUp;
  /** The answer of a look-up during the run, for an order that was not settled otherwise. */
  saidEarly?: LookedUp;
}

export function newTold(userId: string): Told {
  // One in four is no UUIDv7, and has to be looked up in the history.
  const orderId = Math.random() < 0.25 ? crypto.randomUUID() : newOrderId(Date.now());
  return { orderId, userId, unsure: false, updates: [], saidNotOpen: false };
}

/** Whether the owner knows the outcome of the opening with certainty. */
export function isSettled({ opened, refused, lookedUp }: Told): boolean {
  return opened !== undefined || refused !== undefined || lookedUp !== undefined;
}
