import type { QueryClient } from '@tanstack/react-query';
import type { ClosedOrder } from '../api/schemas.ts';
import { CLOSED_ORDERS_KEY, type ClosedOrders } from './closed-orders.ts';

/**
 * The pauses between attempts. The recorder is some hundredths of a second behind, or as long as PostgreSQL is away.
 */
const WAITS_MS = [300, 700, 1_500, 3_000, 6_000, 12_000];

type Closing = Pick<ClosedOrder, 'orderId' | 'closedAt'>;

function nameOf({ orderId, closedAt }: Closing): string {
  return `${orderId} ${closedAt}`;
}

/**
 * Reads the newest closed orders until they contain every closing that the feed has told of. The recorder writes them a
 * moment later than the feed tells. One request asks for all closings that are awaited.
 */
export class AwaitedClosings {
  readonly #client: QueryClient;
  readonly #onMissed: (order: ClosedOrder) => void;
  /** An order closes several times when it does so in parts. */
  readonly #awaited = new Set<string>();
  /** Orders that have closed in a way that is not known yet. */
  readonly #missed = new Set<string>();
  #attempts = 0;
  #isAsking = false;

  /** @param onMissed is given each order that had closed unseen, once the history has it. */
  constructor(client: QueryClient, onMissed: (order: ClosedOrder) => void) {
    this.#client = client;
    this.#onMissed = onMissed;
  }

  /** Awaits an order that is not open any more, and of whose closing the feed has not told. */
  addMissed(orderId: string): void {
    this.#missed.add(orderId);
    this.#begin();
  }

  forget(): void {
    this.#awaited.clear();
    this.#missed.clear();
  }

  add(closing: Closing): void {
    this.#awaited.add(nameOf(closing));
    this.#begin();
  }

  #begin(): void {
    this.#attempts = 0;
    if (!this.#isAsking) void this.#ask();
  }

  /** Attempts end after a while. The next closing, or the next snapshot, then brings what is missing. */
  async #ask(): Promise<void> {
    this.#isAsking = true;
    for (let waitMs = WAITS_MS[0]; this.#isWaiting && waitMs !== undefined; waitMs = WAITS_MS[this.#attempts]) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      this.#attempts += 1;
      await this.#client.invalidateQueries({ queryKey: CLOSED_ORDERS_KEY });
      this.#dropRecorded();
    }
    this.forget();
    this.#isAsking = false;
  }

  get #isWaiting(): boolean {
    return this.#awaited.size + this.#missed.size > 0;
  }

  #dropRecorded(): void {
    for (const [, known] of this.#client.getQueriesData<ClosedOrders>({ queryKey: CLOSED_ORDERS_KEY }))
      for (const order of known?.orders ?? []) {
        this.#awaited.delete(nameOf(order));
        if (order.remaining === undefined && this.#missed.delete(order.orderId)) this.#onMissed(order);
      }
  }
}
