import type { LogEntry } from '@fulcrum/log';

const MINUTE_MS = 60_000;
const ASSETS = ['BTC_USDC', 'ETH_USDC'] as const;
const CENTS: Record<(typeof ASSETS)[number], number> = { BTC_USDC: 6_180_000, ETH_USDC: 310_000 };

/** A number of a family that looks like a UUID, so that a failing test is easy to read. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function entry(id: string, type: string, data: object): LogEntry {
  return { id, type, data: JSON.stringify(data) };
}

export function setInstrument(id: string, asset: string = ASSETS[0]): LogEntry {
  const decimals = { priceDecimals: 2, quantityDecimals: 5 };
  const limits = { minQuantity: '0.00001', maxQuantity: '1000', maxLeverage: 100, maxQuoteAgeMs: 30_000 };
  return entry(id, 'set-instrument', { asset, ...decimals, ...limits });
}

export function createAccount(id: string, user: number): LogEntry {
  return entry(id, 'create-account', { requestId: `a${user}`, userId: uuid(user), deposit: '10000' });
}

export function tick(id: string, bid: string, ask: string, asset: string = ASSETS[0]): LogEntry {
  return entry(id, 'price-update', { asset, bid, ask });
}

export function createOrder(id: string, user: number, order: number, more: object = {}): LogEntry {
  const names = { requestId: `o${order}`, orderId: uuid(order), userId: uuid(user) };
  return entry(id, 'create-order', {
    ...names,
    asset: ASSETS[0],
    side: 'buy',
    quantity: '0.01',
    leverage: 10,
    ...more,
  });
}

export function closeOrder(id: string, user: number, order: number): LogEntry {
  return entry(id, 'close-order', { requestId: `c${order}`, orderId: uuid(order), userId: uuid(user) });
}

/**
 * A long random journal, the same for the same seed: three traders on two instruments, orders with levels that are
 * reached and high leverage that is liquidated, nonsense in between, pauses after which the quote is stale, and some
 * that are longer than the id of a closed order is kept.
 */
export function randomJournal(seed: number, length: number): LogEntry[] {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const cents = { ...CENTS };
  let time = 1_000_000;
  let sequence = 0;
  let orders = 100;
  const nextId = () => {
    const chance = random();
    const step = chance < 0.3 ? 0 : chance < 0.97 ? below(700) : chance < 0.995 ? below(45_000) : 11 * MINUTE_MS;
    sequence = step === 0 ? sequence + 1 : 0;
    time += step;
    return `${time}-${sequence}`;
  };
  const print = (amount: number) => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
  const next = (): LogEntry => {
    const asset = ASSETS[below(2)] ?? ASSETS[0];
    const user = 1 + below(3);
    const order = Math.max(101, orders - below(40));
    const kind = random();
    if (kind < 0.45) {
      cents[asset] += Math.round((random() - 0.5) * cents[asset] * 0.006);
      return tick(nextId(), print(cents[asset]), print(cents[asset] + 1 + below(20)), asset);
    }
    if (kind < 0.8) {
      const side = random() < 0.5 ? 'buy' : 'sell';
      const away = (towards: number) => print(cents[asset] + towards * (50 + below(Math.floor(cents[asset] / 200))));
      const up = side === 'buy' ? 1 : -1;
      const takeProfit = random() < 0.4 ? { takeProfit: away(up) } : {};
      const stopLoss = random() < 0.4 ? { stopLoss: away(-up) } : {};
      const expected = random() < 0.2 ? { expectedPrice: print(cents[asset] + 3 - below(9)), maxSlippageBps: 1 } : {};
      const size = { quantity: `0.0${1 + below(5)}`, leverage: [1, 5, 20, 100][below(4)] };
      orders += 1;
      return createOrder(nextId(), user, orders, { asset, side, ...size, ...takeProfit, ...stopLoss, ...expected });
    }
    if (kind < 0.88) return closeOrder(nextId(), user, order);
    if (kind < 0.93) {
      const names = { requestId: 'u', orderId: uuid(order), userId: uuid(user) };
      return entry(nextId(), 'update-order', { ...names, takeProfit: null, stopLoss: print(cents[asset] - 3_000) });
    }
    if (kind < 0.96) return entry(nextId(), 'get-account', { requestId: 'g', userId: uuid(user) });
    if (kind < 0.98) return entry(nextId(), 'get-order', { requestId: 'q', userId: uuid(user), orderId: uuid(order) });
    return { id: nextId(), type: 'create-order', data: '{"requestId":"nonsense"' };
  };
  const opening = [...ASSETS.map((asset) => setInstrument(nextId(), asset))];
  const accounts = [1, 2, 3].map((user) => createAccount(nextId(), user));
  return [...opening, ...accounts, ...Array.from({ length }, next)];
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
