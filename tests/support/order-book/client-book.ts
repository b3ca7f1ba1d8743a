import { z } from 'zod';
import { bookText } from './book-text.ts';

const levels = z.array(z.tuple([z.string(), z.string()]));
const message = z.object({ stream: z.string(), data: z.object({ U: z.int(), u: z.int(), b: levels, a: levels }) });

/** The changes of a book from one number to another: what is left at each price, 0 for nothing. */
export type DepthUpdate = z.infer<typeof message>['data'];

/** The book by REST. */
export interface DepthSnapshot {
  readonly bids: readonly (readonly string[])[];
  readonly asks: readonly (readonly string[])[];
  readonly lastUpdateId: string;
}

/** @throws what is no message of a depth stream. */
export function readDepthUpdate(text: string): DepthUpdate {
  return message.parse(JSON.parse(text)).data;
}

export interface ClientBookOptions {
  /** Told of the book behind each message, and behind the snapshot. */
  readonly onBook: (updateId: number, text: string) => void;
  /** Told where changes are missing between what the book has and a message. */
  readonly onGap: (has: number, next: number) => void;
}

/** A market's book as a client keeps it: from a snapshot by REST, and the changes behind it by WebSocket. */
export class ClientBook {
  readonly #options: ClientBookOptions;
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();
  /** What came before the snapshot. */
  readonly #early: DepthUpdate[] = [];
  #updateId: number | undefined;

  constructor(options: ClientBookOptions) {
    this.#options = options;
  }

  /** The number of the last change that it has; undefined without a snapshot. */
  get updateId(): number | undefined {
    return this.#updateId;
  }

  begin({ bids, asks, lastUpdateId }: DepthSnapshot): void {
    set(this.#bids, bids);
    set(this.#asks, asks);
    this.#updateId = Number(lastUpdateId);
    this.#tell(this.#updateId);
    for (const update of this.#early.splice(0)) this.take(update);
  }

  /** A snapshot may be ahead of what is told: what it has already is passed over, and the rest is absolute. */
  take(update: DepthUpdate): void {
    const has = this.#updateId;
    if (has === undefined) this.#early.push(update);
    else if (update.u > has) this.#apply(update, has);
  }

  #apply({ U, u, b, a }: DepthUpdate, has: number): void {
    if (U > has + 1) this.#options.onGap(has, U);
    set(this.#bids, b);
    set(this.#asks, a);
    this.#updateId = u;
    this.#tell(u);
  }

  #tell(updateId: number): void {
    this.#options.onBook(updateId, bookText(this.#bids, this.#asks));
  }
}

function set(side: Map<number, number>, changes: readonly (readonly string[])[]): void {
  for (const [price, quantity] of changes)
    if (Number(quantity) === 0) side.delete(Number(price));
    else side.set(Number(price), Number(quantity));
}
