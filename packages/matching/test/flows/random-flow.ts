import { MARKET, userId } from '../desk.ts';
import { Random } from './random.ts';

export interface Step {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const USERS = ['ann', 'bob', 'cy', 'dee', 'eve'].map(userId);
const MARKETS = ['SOL_USD', 'BTC_USD'] as const;
const ASSETS = [
  ['SOL', 3],
  ['USD', 4],
  ['BTC', 1],
] as const;

/** Settings that stay, and those that change now and then. */
function settingsOf(random: Random, market: string): Step {
  const makerFeePpm = random.pick([0, -500, -1_000, 700, 3_000]);
  const band = (least: number, most: number) => (random.chance(70) ? least + random.below(most - least) : undefined);
  const data = {
    ...MARKET,
    market,
    base: market === 'SOL_USD' ? 'SOL' : 'BTC',
    makerFeePpm,
    takerFeePpm: Math.max(-makerFeePpm, random.pick([0, 1_000, 2_500])),
    minMultiplierBps: band(8_000, 9_900),
    maxMultiplierBps: band(10_100, 12_000),
    minImpactBps: band(9_000, 10_001),
    maxImpactBps: band(10_000, 11_000),
    maxOpenOrders: 3 + random.below(15),
    mode: random.pick(['open', 'open', 'open', 'open', 'open', 'open', 'post_only', 'cancel_only', 'closed']),
  };
  const { type, ...settings } = data;
  return { type, data: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) };
}

/** Commands as five users might send them to two markets, around a price that moves: the same for the same seed. */
export function* randomFlow(seed: number, length: number): Generator<Step> {
  const random = new Random(seed);
  for (const [asset, decimals] of ASSETS) yield { type: 'set-asset', data: { asset, decimals } };
  for (const market of MARKETS) yield settingsOf(random, market);
  for (const user of USERS.slice(0, 4)) yield accountOf(random, user);
  let middle = 100;
  for (let step = 0; step < length; step++) {
    if (random.chance(2)) middle = Math.max(4, middle + random.below(9) - 4);
    const kind = random.below(100);
    if (kind === 0) yield settingsOf(random, random.pick(MARKETS));
    else if (kind === 1) yield accountOf(random, random.pick(USERS));
    else if (kind < 22) yield cancelOf(random, step);
    else if (kind < 24) yield cancelAllOf(random);
    else yield orderOf(random, middle);
  }
}

function accountOf(random: Random, user: string): Step {
  const deposits = ASSETS.map(([asset]) => [asset, String(random.pick([20, 500, 20_000]))]);
  return { type: 'create-account', data: { requestId: 'account', userId: user, deposits } };
}

function partiesOf(random: Random) {
  const market = random.chance(1) ? 'NONE' : random.pick(MARKETS);
  return { requestId: 'request', userId: random.pick(USERS), market };
}

function orderOf(random: Random, middle: number): Step {
  const side = random.pick(['buy', 'sell']);
  const steps = 1 + random.below(random.chance(10) ? 400 : 40);
  const common = {
    ...partiesOf(random),
    side,
    ...(random.chance(20) ? { clientId: random.below(8) } : {}),
    ...(random.chance(40) ? { selfTradePrevention: random.pick(['reject_taker', 'reject_maker', 'reject_both']) } : {}),
    ...(random.chance(30) ? { timeInForce: random.pick(['GTC', 'IOC', 'FOK']) } : {}),
  };
  if (random.chance(25)) {
    const size = random.chance(50)
      ? { quantity: tenths(steps) }
      : { quoteQuantity: `${2 + random.below(random.chance(20) ? 20 : 3_000)}.0173` };
    return { type: 'place-order', data: { ...common, orderType: 'market', ...size } };
  }
  // Half a unit is a tick. Some prices and quantities lie between two of them.
  const away = random.below(random.chance(10) ? 60 : 12) - 3;
  const price = (2 * middle + (side === 'buy' ? -away : away)) / 2 + (random.chance(1) ? 0.1 : 0);
  const postOnly = random.chance(10) ? { postOnly: true } : {};
  const quantity = random.chance(1) ? `${tenths(steps)}5` : tenths(steps);
  return {
    type: 'place-order',
    data: { ...common, orderType: 'limit', price: price.toFixed(1), quantity, ...postOnly },
  };
}

function cancelOf(random: Random, step: number): Step {
  const name = random.chance(70)
    ? { orderId: String(1 + Math.max(0, step - random.below(60)) - random.below(1 + Math.floor(step / 2))) }
    : { clientId: random.below(8) };
  return { type: 'cancel-order', data: { ...partiesOf(random), ...name } };
}

function cancelAllOf(random: Random): Step {
  const side = random.chance(50) ? { side: random.pick(['buy', 'sell']) } : {};
  return { type: 'cancel-orders', data: { ...partiesOf(random), ...side } };
}

function tenths(steps: number): string {
  return (steps / 10).toFixed(1);
}
