import { ByteBudget } from '@fulcrum/service';
import type { Request, RequestHandler } from 'express';
import { unavailable } from '../problem.ts';

/**
 * Limits the bytes that the bodies of all requests hold until these are answered. A body is counted before it is read, by
 * its declared length. One that declares none, or is compressed, counts as the largest that is allowed.
 */
export class BodyBytes {
  readonly #largest: number;
  readonly #budget: ByteBudget;
  readonly #onRefused: () => void;

  constructor(largest: number, limit: number, onRefused: () => void) {
    this.#largest = largest;
    this.#budget = new ByteBudget(limit);
    this.#onRefused = onRefused;
  }

  get used(): number {
    return this.#budget.used;
  }

  readonly handler: RequestHandler = (request, response, next) => {
    const bytes = this.#sizeOf(request);
    if (!this.#budget.take(bytes)) {
      this.#onRefused();
      throw unavailable('Too many requests are being answered.');
    }
    // `close` comes once, whether the answer was sent or its connection is gone.
    response.once('close', () => this.#budget.give(bytes));
    next();
  };

  #sizeOf({ headers }: Pick<Request, 'headers'>): number {
    const length = Number(headers['content-length']);
    const isTold = headers['content-encoding'] === undefined && Number.isSafeInteger(length);
    return isTold ? Math.min(length, this.#largest) : this.#largest;
  }
}
