import { WAVE } from '../market.ts';
import { levelsAround, ofSomeKind } from './order-kinds.ts';

/** The last seen middle price of each asset; undefined before the first price. */
export type PriceOf = (asset: string) => number | undefined;

interface Traded {
  readonly asset: string;
  readonly quantities: readonly string[];
  /** The distance of levels from the price, in ten-thousandths of it. */
  readonly nearBps: number;
}

const TRADED: readonly Traded[] = [
  { asset: WAVE, quantities: ['0.001', '0.002', '0.005'], nearBps: 3 },
  { asset: WAVE, quantities: ['0.001', '0.01'], nearBps: 6 },
  { asset: 'BTC_USDC', quantities: ['0.001', '0.00512'], nearBps: 2 },
  { asset: 'ETH_USDC', quantities: ['0.02', '0.05'], nearBps: 4 },
  { asset: 'SOL_USDC', quantities: ['0.4', '1.25'], nearBps: 6 },
];
const LEVERAGES = [10, 20, 50, 100];
/** A quantity that nobody can pay for. */
const TOO_MUCH = '900';

/** Draws an order; undefined without a price. Most have levels so near the market that ticks soon reach them. */
export function chooseOrder(random: () => number, priceOf: PriceOf): object | undefined {
  const { asset, quantities, nearBps } = pick(TRADED, random);
  const side = random() < 0.5 ? 'buy' : 'sell';
  const leverage = pick(asset === 'SOL_USDC' ? [10, 50] : LEVERAGES, random);
  const quantity = random() < 0.01 ? TOO_MUCH : pick(quantities, random);
  const [hasLevels, hasLimit, nearness] = [random() < 0.7, random() < 0.1, random()];
  const price = priceOf(asset);
  if (price === undefined) return undefined;
  const levels = hasLevels ? levelsAround(price, side, nearBps * (0.5 + nearness)) : {};
  const limit = hasLimit ? { expectedPrice: price.toFixed(2), maxSlippageBps: 1 } : {};
  return ofSomeKind({ asset, side, quantity, leverage, ...levels, ...limit }, random, price, nearBps);
}

export function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}
