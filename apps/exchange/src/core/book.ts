import type { MarketFigures, Reads } from '@fulcrum/matching';
import { venueProblem } from '../dialect/venue-problem.ts';

/** What can be read of the own core. */
export class Book {
  readonly #current: () => Reads | undefined;

  /** @param current the core's reads; undefined before its snapshot is loaded. */
  constructor(current: () => Reads | undefined) {
    this.#current = current;
  }

  /** The core's reads, if there are any yet. */
  get loaded(): Reads | undefined {
    return this.#current();
  }

  get reads(): Reads {
    const reads = this.#current();
    if (reads === undefined) throw venueProblem('MAINTENANCE', 'The venue is not ready: it loads its snapshot.');
    return reads;
  }

  /** @throws Problem where there is no such market. */
  market(symbol: string): MarketFigures {
    const market = this.reads.market(symbol);
    if (market === undefined) throw venueProblem('INVALID_MARKET', 'There is no such market.');
    return market;
  }
}
