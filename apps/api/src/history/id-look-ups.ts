import type { LogId } from '@fulcrum/log';

/** Ids in one query, at most. */
const MAX_IDS = 1_000;

/** Which of the ids are of orders that have ended, and how far the history had come. */
export interface UsedIds {
  readonly used: ReadonlySet<string>;
  readonly recordedUpTo: LogId;
}

interface Asked {
  readonly orderId: string;
  readonly resolve: (found: UsedIds) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Looks ids up in the history. All that are asked for while a query is in flight share the next one. Thousands of queries
 * at a time would wait for a connection to PostgreSQL longer than their clients wait.
 */
export class IdLookUps {
  readonly #query: (orderIds: readonly string[]) => Promise<UsedIds>;
  #asked: Asked[] = [];
  #isAsking = false;

  constructor(query: (orderIds: readonly string[]) => Promise<UsedIds>) {
    this.#query = query;
  }

  /** @returns the result of a query that begins after this call. */
  lookUp(orderId: string): Promise<UsedIds> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ orderId, resolve, reject });
      if (!this.#isAsking) void this.#askAll();
    });
  }

  async #askAll(): Promise<void> {
    this.#isAsking = true;
    while (this.#asked.length > 0) await this.#askNext();
    this.#isAsking = false;
  }

  async #askNext(): Promise<void> {
    const asked = this.#asked.splice(0, MAX_IDS);
    try {
      const found = await this.#query(asked.map(({ orderId }) => orderId));
      for (const { resolve } of asked) resolve(found);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
