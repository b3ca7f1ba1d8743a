interface Order {
  readonly side: 'buy' | 'sell';
  readonly takeProfit?: string;
  readonly stopLoss?: string;
  readonly expectedPrice?: string;
  readonly maxSlippageBps?: number;
}

/** Makes some market orders those of another kind. Most wait for, trail or guarantee a price that ticks soon reach. */
export function ofSomeKind<Of extends Order>(order: Of, random: () => number, price: number, nearBps: number): object {
  const [drawn, nearness] = [random(), 0.5 + random()];
  const { takeProfit: _profit, stopLoss: _loss, expectedPrice: _price, maxSlippageBps: _most, ...plain } = order;
  const away = (price * nearBps * nearness) / 10_000;
  if (drawn < 0.18) return { ...plain, ...waiting(order.side, random, price, away) };
  if (drawn < 0.28) return { ...plain, trailingDistance: away.toFixed(2) };
  if (drawn < 0.38) return { ...plain, ...levelsAround(price, order.side, nearBps * 2), guaranteed: true };
  return drawn < 0.46 ? { ...plain, reduceOnly: true } : order;
}

/** Limit and stop orders, some of which soon expire. */
function waiting(side: string, random: () => number, price: number, away: number): object {
  const orderType = random() < 0.5 ? 'limit' : 'stop';
  const isBelow = (side === 'buy') === (orderType === 'limit');
  const expiry = random() < 0.3 ? { expiresAt: Date.now() + Math.round(200 + 5_000 * random()) } : {};
  const trailing = random() < 0.2 ? { trailingDistance: away.toFixed(2) } : {};
  const reducing = random() < 0.1 ? { reduceOnly: true } : trailing;
  const limit = random() < 0.1 ? { maxSlippageBps: 1 } : {};
  return { orderType, price: (price + (isBelow ? -away : away)).toFixed(2), ...expiry, ...reducing, ...limit };
}

export function levelsAround(price: number, side: string, bps: number): { takeProfit: string; stopLoss: string } {
  const away = ((side === 'buy' ? 1 : -1) * price * bps) / 10_000;
  return { takeProfit: (price + away).toFixed(2), stopLoss: (price - away).toFixed(2) };
}
