import { assert } from '@fulcrum/log';
import { MAX_MARKETS } from '../numbers/limits.ts';
import type { Market } from './market.ts';

/** All markets, in the order in which they were set. */
export class Markets {
  readonly list: Market[] = [];
  readonly #byName = new Map<string, Market>();

  get isFull(): boolean {
    return this.list.length >= MAX_MARKETS;
  }

  find(name: string): Market | undefined {
    return this.#byName.get(name);
  }

  at(number: number): Market {
    const market = this.list[number];
    assert(market !== undefined, 'a market that is linked to is there');
    return market;
  }

  add(market: Market): void {
    assert(!this.isFull && this.find(market.settings.market) === undefined, 'a market is added once');
    assert(market.number === this.list.length, 'markets are numbered as they come');
    this.list.push(market);
    this.#byName.set(market.settings.market, market);
  }
}
