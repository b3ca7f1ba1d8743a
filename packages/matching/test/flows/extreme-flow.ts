import { MARKET, userId } from '../desk.ts';
import { Random } from './random.ts';
import type { Step } from './random-flow.ts';

const USERS = ['ann', 'bob', 'cy', 'dee', 'eve'].map(userId);
const MOST = BigInt(Number.MAX_SAFE_INTEGER);
const HIGHEST_PRICE = 2n ** 49n - 1n;

/** Figures of every size up to the largest that there may be, at fees up to the whole notional: the same for the same seed. */
export function* extremeFlow(seed: number, length: number): Generator<Step> {
  const random = new Random(seed);
  for (const asset of ['SOL', 'USD']) yield { type: 'set-asset', data: { asset, decimals: 0 } };
  yield settingsOf(random);
  for (const user of USERS) {
    const deposits = ['SOL', 'USD'].map((asset) => [asset, String(MOST / 5n)]);
    yield { type: 'create-account', data: { requestId: 'account', userId: user, deposits } };
  }
  for (let step = 0; step < length; step++) {
    if (random.chance(2)) yield settingsOf(random);
    else if (random.chance(15)) yield cancelOf(random);
    else yield orderOf(random);
  }
}

function settingsOf(random: Random): Step {
  const makerFeePpm = random.pick([0, 999_999, 1_000_000, -999_999, 1, 333_333]);
  const { type, ...settings } = MARKET;
  const data = {
    ...settings,
    ...{ priceDecimals: 0, quantityDecimals: 0, tickSize: '1', stepSize: '1', minPrice: '1', minQuantity: '1' },
    ...{ maxPrice: String(HIGHEST_PRICE), maxQuantity: String(MOST), minNotional: '0', maxOpenOrders: 20 },
    ...{ makerFeePpm, takerFeePpm: Math.max(-makerFeePpm, random.pick([0, 1, 500_000, 1_000_000])) },
    ...(random.chance(30) ? { maxImpactBps: random.pick([10_000, 1_000_000]), minMultiplierBps: 1 } : {}),
  };
  return { type, data };
}

/** Any number of up to so many bits, as often of few as of many. */
function amount(random: Random, bits: number): bigint {
  const top = 1n << BigInt(random.below(bits));
  return top + (BigInt(random.below(2 ** 30)) * top) / 2n ** 30n;
}

function orderOf(random: Random): Step {
  const common = {
    ...{ requestId: 'request', userId: random.pick(USERS), market: MARKET.market, side: random.pick(['buy', 'sell']) },
    ...(random.chance(40) ? { selfTradePrevention: random.pick(['reject_taker', 'reject_maker', 'reject_both']) } : {}),
    ...(random.chance(20) ? { timeInForce: random.pick(['GTC', 'IOC', 'FOK']) } : {}),
  };
  const size = String(random.chance(5) ? MOST : amount(random, 52));
  if (random.chance(25))
    return {
      type: 'place-order',
      data: { ...common, orderType: 'market', ...(random.chance(50) ? { quantity: size } : { quoteQuantity: size }) },
    };
  const price = String(random.chance(5) ? HIGHEST_PRICE : amount(random, 49));
  const quantity = random.chance(60) ? String(amount(random, 20)) : size;
  return { type: 'place-order', data: { ...common, orderType: 'limit', price, quantity } };
}

function cancelOf(random: Random): Step {
  return { type: 'cancel-orders', data: { requestId: 'request', userId: random.pick(USERS), market: MARKET.market } };
}
