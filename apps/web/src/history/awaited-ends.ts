import type { QueryClient } from '@tanstack/react-query';
import type { EndedOrder } from '../api/schemas.ts';
import type { Missed } from '../feed/missed.ts';
import { CLOSED_ORDERS_KEY, type Ended, fetchHistoryPage, isHistory } from './closed-orders.ts';
import { MissedEnds, type Told } from './missed-ends.ts';

/**
 * The pauses between attempts. The recorder is some hundredths of a second behind, or as long as PostgreSQL is away.
 */
const WAITS_MS = [300, 700, 1_500, 3_000, 6_000, 12_000];

/** An account has at most a thousand orders: their ends are on the newest pages. */
const MISSED_PAGES = { limit: 500, most: 4 };

/** An order may be closed in several parts, each at its time. It is cancelled once. */
interface End {
  readonly orderId: string;
  readonly closedAt?: number;
}

function nameOf({ orderId, closedAt }: End): string {
  return `${orderId} ${closedAt ?? 'cancelled'}`;
}

export interface EndListener {
  /** Is given how orders had ended unseen, once the history has it. */
  readonly onTold: (told: Told) => void;
  /** Is given of how many orders the history does not tell. */
  readonly onUntold: (count: number) => void;
}

/**
 * Reads the newest rows of the history until they contain every end that the feed has told of. The recorder writes them a
 * moment later than the feed tells. One request asks for all ends that are awaited.
 */
export class AwaitedEnds {
  readonly #client: QueryClient;
  readonly #listener: EndListener;
  readonly #awaited = new Set<string>();
  readonly #missed = new MissedEnds();
  #attempts = 0;
  #isAsking = false;

  constructor(client: QueryClient, listener: EndListener) {
    this.#client = client;
    this.#listener = listener;
  }

  /** Awaits how orders have ended of which the feed has not told. */
  addMissed(missed: Missed): void {
    this.#missed.add(missed);
    if (this.#missed.size > 0) this.#begin();
  }

  forget(): void {
    this.#awaited.clear();
    this.#missed.clear();
  }

  addClosing({ orderId, closedAt }: Required<End>): void {
    this.#awaited.add(nameOf({ orderId, closedAt }));
    this.#begin();
  }

  /** Cancelled orders are awaited only while somebody looks at the history. Whoever does so later reads it anew. */
  addCancelled({ orderId }: End): void {
    const history = { queryKey: CLOSED_ORDERS_KEY, predicate: isHistory };
    if (this.#client.getQueryCache().findAll({ ...history, type: 'active' }).length === 0)
      return void this.#client.invalidateQueries(history);
    this.#awaited.add(nameOf({ orderId }));
    this.#begin();
  }

  #begin(): void {
    this.#attempts = 0;
    if (!this.#isAsking) void this.#ask();
  }

  /** Attempts end after a while. The next end, or the next snapshot, then brings what is missing. */
  async #ask(): Promise<void> {
    this.#isAsking = true;
    for (let waitMs = WAITS_MS[0]; this.#isWaiting && waitMs !== undefined; waitMs = WAITS_MS[this.#attempts]) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      this.#attempts += 1;
      await this.#client.invalidateQueries({ queryKey: CLOSED_ORDERS_KEY });
      this.#dropRecorded();
      await this.#takeMissed();
    }
    if (this.#missed.size > 0) this.#listener.onUntold(this.#missed.size);
    this.forget();
    this.#isAsking = false;
  }

  get #isWaiting(): boolean {
    return this.#awaited.size + this.#missed.size > 0;
  }

  #dropRecorded(): void {
    const queries = this.#client.getQueriesData<Ended<EndedOrder>>({ queryKey: CLOSED_ORDERS_KEY });
    for (const [, known] of queries) for (const order of known?.orders ?? []) this.#awaited.delete(nameOf(order));
  }

  async #takeMissed(): Promise<void> {
    if (this.#missed.size === 0) return;
    // What cannot be read is asked for once more at the next attempt.
    const rows = await newestRows().catch(() => []);
    this.#listener.onTold(this.#missed.take(rows));
  }
}

/** The newest rows of the history. Those of one event may stand on two pages. */
async function newestRows(): Promise<EndedOrder[]> {
  const rows: EndedOrder[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MISSED_PAGES.most; page += 1) {
    const { orders, nextCursor } = await fetchHistoryPage({ limit: MISSED_PAGES.limit, cursor });
    rows.push(...orders);
    if (nextCursor === undefined) break;
    cursor = nextCursor;
  }
  return rows;
}
