import { callbackId, type LogId } from '@fulcrum/log';
import { Core, type JsonEvent, printEvent, readCommand } from '@fulcrum/matching';
import type { Redis } from '@fulcrum/streams';
import { KEYS } from './test-support.ts';

export const ADA = '00000000-0000-4000-8000-00000000000a';
export const BEN = '00000000-0000-4000-8000-00000000000b';
export const MARKET = 'ETH_USDC';

/** A minute after the start of an hour. */
export const START = 1_795_003_200_000 + 60_000;

/** A matching core whose results are published as the venue publishes them. */
export class VenueFlow {
  readonly #core = Core.empty();
  readonly #redis: Redis;
  #requests = 0;
  /** What was published, with its ids. */
  readonly published: { readonly id: LogId; readonly events: readonly JsonEvent[] }[] = [];

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** Sets the market and makes two accounts. */
  async begin(): Promise<void> {
    const at = `${START - 60_000}-`;
    const limits = { minPrice: '0.01', maxPrice: '1000000', minQuantity: '0.0001', maxQuantity: '10000' };
    const grid = { priceDecimals: 2, quantityDecimals: 4, tickSize: '0.01', stepSize: '0.0001', minNotional: '1' };
    const fees = { makerFeePpm: 200, takerFeePpm: 500, maxOpenOrders: 200, mode: 'open' };
    await this.send(`${at}1`, 'set-asset', { asset: 'USDC', decimals: 6 });
    await this.send(`${at}2`, 'set-asset', { asset: 'ETH', decimals: 8 });
    await this.send(`${at}3`, 'set-market', {
      ...{ market: MARKET, base: 'ETH', quote: 'USDC', ...limits, ...grid, ...fees },
    });
    const deposits = [
      ['USDC', '100000000'],
      ['ETH', '100000'],
    ];
    for (const [index, userId] of [ADA, BEN].entries())
      await this.send(`${at}${4 + index}`, 'create-account', { requestId: `a${index}`, userId, deposits });
  }

  /** @returns what came of it. */
  async send(id: LogId, type: string, data: object): Promise<readonly JsonEvent[]> {
    this.#requests += 1;
    const command = readCommand(type, JSON.stringify({ requestId: `r${this.#requests}`, ...data }));
    const events = this.#core.apply(command, Number(id.split('-')[0])).map(printEvent);
    if (events.length === 0) return events;
    this.published.push({ id: callbackId(id, 0), events });
    await this.publish(callbackId(id, 0), events);
    return events;
  }

  /** @returns the id of the order. */
  async place(id: LogId, userId: string, side: string, price: string, quantity: string, more = {}): Promise<string> {
    const order = { userId, market: MARKET, side, orderType: 'limit', price, quantity, ...more };
    const [first] = await this.send(id, 'place-order', order);
    if (first?.type !== 'accepted') throw new Error(`the order was not accepted: ${JSON.stringify(first)}`);
    return first.orderId;
  }

  async publish(id: LogId, events: readonly JsonEvent[]): Promise<void> {
    await this.#redis.xadd(KEYS.ofVenue.output, id, 'events', JSON.stringify(events));
  }
}
