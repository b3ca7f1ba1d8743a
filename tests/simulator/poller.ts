import { Appender, pause } from '@fulcrum/streams';
import type { Life } from './life.ts';
import type { Booted } from './supervised.ts';
import type { World } from './world.ts';

export const ASSET = 'BTC_USDC';

const INSTRUMENT = {
  asset: ASSET,
  priceDecimals: 2,
  quantityDecimals: 5,
  minQuantity: '0.00001',
  maxQuantity: '1000',
  maxLeverage: 100,
  maxQuoteAgeMs: 4_000,
};

/** The market, as one walk of prices in cents, which goes on whoever polls it. */
export class Market {
  middle = 6_000_000;
}

export interface PollerOptions {
  readonly market: Market;
  /** How likely an entry is one that nobody should have written. */
  readonly nonsense: number;
}

/** Appends what a poller does, and also what a broken price source or a hostile writer would. */
export function bootPoller({ market, nonsense }: PollerOptions) {
  return (world: World, life: Life): Booted<Market> => {
    const { random } = world;
    const appender = new Appender(world.connect(life), world.keys.engine);
    const append = (type: string, data: object | string) =>
      appender.append({ type, data: typeof data === 'string' ? data : JSON.stringify(data) });
    const cents = (amount: number) => (amount / 100).toFixed(2);
    const tick = () => {
      market.middle += Math.round(random.between(-1, 1) * (random.chance(0.05) ? 60_000 : 4_000));
      market.middle = Math.min(9_000_000, Math.max(4_000_000, market.middle));
      const spread = random.below(300) - (random.chance(0.03) ? 400 : 0);
      return append('price-update', { asset: ASSET, bid: cents(market.middle), ask: cents(market.middle + spread) });
    };
    const poll = async () => {
      while ((await append('set-instrument', INSTRUMENT)).outcome !== 'appended') await pause(200, life.signal);
      while (!life.signal.aborted) {
        // The feed is silent now and then, until the last quote is stale.
        await pause(random.chance(0.01) ? 7_000 : random.skewed(20, 900), life.signal);
        if (random.chance(nonsense)) await append(...random.pick(NONSENSE));
        else await tick();
      }
    };
    return { app: market, running: poll() };
  };
}

const NONSENSE: readonly (readonly [type: string, data: object | string])[] = [
  ['create-order', '{"requestId":"nonsense"'],
  ['price-update', { asset: ASSET, bid: 1, ask: '2' }],
  ['price-update', { asset: ASSET, bid: '-1', ask: '2' }],
  ['price-update', { asset: 'NOTHING', bid: '1', ask: '2' }],
  ['set-instrument', { ...INSTRUMENT, priceDecimals: 3 }],
  ['close-order', { requestId: 'x', orderId: 'no uuid', userId: '__proto__' }],
  ['marker', '{}'],
  ['', ''],
];
