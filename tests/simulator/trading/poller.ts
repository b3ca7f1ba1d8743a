import { setTimeout as sleep } from 'node:timers/promises';
import { Appender } from '@fulcrum/streams';
import type { Life } from '../world/life.ts';
import type { Random } from '../world/random.ts';
import type { Booted } from '../world/supervised.ts';
import type { World } from '../world/world.ts';
import type { MarketRules } from './market-rules.ts';

export const ASSET = 'BTC_USDC';

const INSTRUMENT = {
  asset: ASSET,
  priceDecimals: 2,
  quantityDecimals: 5,
  minQuantity: '0.00001',
  maxQuantity: '1000',
  maxLeverage: 100,
  maxQuoteAgeMs: 4_000,
  guaranteedStopPpm: 300,
  minGuaranteedDistanceBps: 20,
};

/** The market, as one walk of prices in cents, which goes on whoever polls it. */
export class Market {
  middle = 6_000_000;
}

export interface PollerOptions {
  readonly market: Market;
  /** How likely an entry is one that nobody should have written. */
  readonly nonsense: number;
  readonly rules: MarketRules;
  /** For bad prints and modes, beside the chance of everything else. */
  readonly chance: Random;
  /** For prices that people set by hand, where they do. */
  readonly staff: Random | undefined;
}

/** Appends what a poller does, and also what people set by hand, and what a broken price source or a hostile writer would. */
export function bootPoller({ market, nonsense, rules, chance, staff }: PollerOptions) {
  let handPrices = 0;
  let hasSwitched = false;
  const startedAt = performance.now();
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
    /** One print that is far from the market, as a venue sends it now and then. */
    const badPrint = () =>
      append('price-update', {
        asset: ASSET,
        bid: cents(market.middle / 100),
        ask: cents(market.middle),
        source: 'bad',
      });
    /** Near the market or far from it; now and then one that is none. */
    const setPrice = (by: Random) => {
      const middle = market.middle * by.pick([1, 1, 1.02, 0.97, 1.3, 0.6]);
      const [bid, ask] = [middle, middle + by.below(300) - (by.chance(0.1) ? 400 : 0)].map(Math.round).map(cents);
      const acted = by.chance(0.5) ? { actor: 'desk:ada' } : {};
      handPrices += 1;
      return append('set-price', { requestId: `by hand ${handPrices}`, asset: ASSET, bid, ask, ...acted });
    };
    const setInstrument = (mode: object) => append('set-instrument', { ...INSTRUMENT, ...rules.guards, ...mode });
    const setGroup = () =>
      append('set-group', { group: 'default', ...rules.group, ...chance.pick([{}, { maxTotalNotional: '5000' }]) });
    const switchRules = async () => {
      if (hasSwitched || performance.now() - startedAt < rules.switchAfterMs) return;
      hasSwitched = (await append('set-rules', { version: rules.version })).outcome === 'appended';
      if (hasSwitched) await setGroup();
    };
    const shut = async () => {
      await setInstrument({ mode: chance.pick(['close_only', 'closed']) });
      await sleep(chance.between(500, 3_000), undefined, { signal: life.signal });
      while ((await setInstrument({})).outcome !== 'appended') await sleep(200, undefined, { signal: life.signal });
    };
    const poll = async () => {
      while ((await setInstrument({})).outcome !== 'appended') await sleep(200, undefined, { signal: life.signal });
      while (!life.signal.aborted) {
        // The feed is silent now and then, until the last quote is stale.
        await sleep(random.chance(0.01) ? 7_000 : random.skewed(20, 900), undefined, { signal: life.signal });
        await switchRules();
        if (chance.chance(0.005)) await setGroup();
        if (chance.chance(0.01)) await badPrint();
        if (chance.chance(0.003)) await shut();
        if (staff?.chance(0.08)) await setPrice(staff);
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
