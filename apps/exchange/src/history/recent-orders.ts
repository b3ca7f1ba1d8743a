import type { EventJson, JsonEvent } from '@fulcrum/matching';

/** An order's end, and how it was placed where that was a moment ago as well. */
export interface RecentEnd {
  readonly end: EventJson<'order-ended'>;
  readonly placed: EventJson<'accepted'> | undefined;
}

/** Together they take some megabytes. */
const MOST = 10_000;

/** The orders that were placed last, and those that have ended last: the recorder may have yet to come to them. */
export class RecentOrders {
  readonly #placed: Newest<EventJson<'accepted'>>;
  readonly #ended: Newest<RecentEnd>;

  /** @param most how many of each are kept. */
  constructor(most = MOST) {
    this.#placed = new Newest(most);
    this.#ended = new Newest(most);
  }

  take(event: JsonEvent): void {
    if (event.type === 'accepted') this.#placed.set(event.orderId, event);
    else if (event.type === 'order-ended')
      this.#ended.set(event.orderId, { end: event, placed: this.#placed.take(event.orderId) });
  }

  /** How an order ended; undefined where that is not among the last ends. */
  ended(orderId: string): RecentEnd | undefined {
    return this.#ended.get(orderId);
  }

  /** Whose an order is; undefined where it is neither among those placed last nor among the last ends. */
  ownerOf(orderId: string): string | undefined {
    return (this.#placed.get(orderId) ?? this.#ended.get(orderId)?.end)?.userId;
  }

  /** Forgets all: the core begins anew. */
  clear(): void {
    this.#placed.clear();
    this.#ended.clear();
  }
}

/** Keeps what came last, by names that come once. */
class Newest<Of> {
  readonly #most: number;
  readonly #kept = new Map<string, Of>();

  constructor(most: number) {
    this.#most = most;
  }

  set(name: string, one: Of): void {
    this.#kept.set(name, one);
    if (this.#kept.size <= this.#most) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  get(name: string): Of | undefined {
    return this.#kept.get(name);
  }

  /** The same, and it is kept no more. */
  take(name: string): Of | undefined {
    const one = this.#kept.get(name);
    this.#kept.delete(name);
    return one;
  }

  clear(): void {
    this.#kept.clear();
  }
}
