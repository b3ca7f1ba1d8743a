import { textOf, unitsOf } from './decimals.ts';
import { check, type Data, type NaiveEvent, type NaiveMarket, type NaiveOrder, NaiveRefusal } from './naive-shapes.ts';

const MOST = 2n ** 53n - 1n;

/**
 * The rules of the order book a second time, as docs/matching.md has them: plain lists and bigints, everything looked up
 * by going through all of it. What is locked is no figure of its own: it is what the open orders lock.
 */
export class NaiveBook {
  readonly assets = new Map<string, number>();
  readonly markets = new Map<string, NaiveMarket>();
  /** What each user has, whether it is locked or not, by asset. */
  readonly owned = new Map<string, Map<string, bigint>>();
  readonly deposited = new Map<string, bigint>();
  readonly fees = new Map<string, bigint>();
  /** All open orders, the oldest first. */
  orders: NaiveOrder[] = [];
  readonly #trades = new Map<string, bigint[]>();
  readonly #updates = new Map<string, number>();
  #nextNumber = 1;
  #events: NaiveEvent[] = [];
  #changed: [side: string, price: bigint][] = [];

  /** @param data of a command that has the right shape. */
  apply(type: string, data: Data, now: number): NaiveEvent[] {
    this.#events = [];
    this.#changed = [];
    try {
      this.#carryOut(type, data, now);
    } catch (error) {
      if (!(error instanceof NaiveRefusal)) throw error;
      const { requestId, userId, market } = data;
      return [plain({ type: 'rejected', requestId, code: error.code, userId, market })];
    }
    if (this.#changed.length > 0) this.#tellBook(String(data.market), now);
    return this.#events;
  }

  /** The levels of a side, the best first. */
  levels(market: string, side: string): [price: bigint, quantity: bigint][] {
    const levels = new Map<bigint, bigint>();
    for (const order of this.#resting(market, side)) {
      const price = order.price ?? 0n;
      levels.set(price, (levels.get(price) ?? 0n) + leftOf(order));
    }
    return [...levels];
  }

  locked(userId: string, asset: string): bigint {
    return this.orders
      .filter((order) => order.userId === userId && this.#lockedAsset(order) === asset)
      .reduce((sum, order) => sum + this.#lock(order, leftOf(order)), 0n);
  }

  #carryOut(type: string, data: Data, now: number): void {
    switch (type) {
      case 'set-asset':
        this.assets.set(String(data.asset), Number(data.decimals));
        this.#tell({ type: 'asset-set', ...data });
        return;
      case 'set-market':
        this.#setMarket(data);
        return;
      case 'create-account':
        this.#createAccount(data);
        return;
      case 'place-order':
        this.#place(data, now);
        return;
      case 'cancel-order':
        this.#cancel(data, now);
        return;
      default:
        this.#cancelAll(data, now);
    }
  }

  #setMarket(data: Data): void {
    const decimals = (name: string) => Number(data[name]);
    const quoteDecimals = this.assets.get(String(data.quote)) ?? 0;
    const amount = (name: string, digits: number) => unitsOf(String(data[name]), digits) ?? 0n;
    const whole = (name: string) => (data[name] === undefined ? undefined : BigInt(Number(data[name])));
    const [prices, quantities] = [decimals('priceDecimals'), decimals('quantityDecimals')];
    const market: NaiveMarket = {
      market: String(data.market),
      base: String(data.base),
      quote: String(data.quote),
      priceDecimals: prices,
      quantityDecimals: quantities,
      tickSize: amount('tickSize', prices),
      stepSize: amount('stepSize', quantities),
      minPrice: amount('minPrice', prices),
      maxPrice: amount('maxPrice', prices),
      minQuantity: amount('minQuantity', quantities),
      maxQuantity: amount('maxQuantity', quantities),
      minNotional: amount('minNotional', quoteDecimals),
      makerFeePpm: whole('makerFeePpm') ?? 0n,
      takerFeePpm: whole('takerFeePpm') ?? 0n,
      minMultiplierBps: whole('minMultiplierBps'),
      maxMultiplierBps: whole('maxMultiplierBps'),
      minImpactBps: whole('minImpactBps'),
      maxImpactBps: whole('maxImpactBps'),
      maxOpenOrders: Number(data.maxOpenOrders),
      mode: String(data.mode),
    };
    this.markets.set(market.market, market);
    this.#tell({
      ...data,
      type: 'market-set',
      ...Object.fromEntries(
        (['tickSize', 'minPrice', 'maxPrice'] as const).map((name) => [name, textOf(market[name], prices)]),
      ),
      ...Object.fromEntries(
        (['stepSize', 'minQuantity', 'maxQuantity'] as const).map((name) => [name, textOf(market[name], quantities)]),
      ),
      minNotional: textOf(market.minNotional, quoteDecimals),
    });
  }

  #createAccount({ requestId, userId, deposits }: Data): void {
    const user = String(userId);
    if (!this.owned.has(user)) {
      this.owned.set(user, new Map());
      for (const [asset, text] of deposits as [string, string][]) {
        const amount = unitsOf(text, this.assets.get(asset) ?? 0) ?? 0n;
        this.#pay(user, asset, amount);
        this.deposited.set(asset, (this.deposited.get(asset) ?? 0n) + amount);
      }
    }
    this.#tell({ type: 'account-created', requestId, userId, balances: this.balances(user) });
  }

  /** In the order in which the assets were set. */
  balances(user: string): [asset: string, available: string, locked: string][] {
    return [...this.assets].flatMap(([asset, decimals]) => {
      const owned = this.owned.get(user)?.get(asset);
      if (owned === undefined) return [];
      const locked = this.locked(user, asset);
      return [[asset, textOf(owned - locked, decimals), textOf(locked, decimals)]];
    });
  }

  #parties({ userId, market }: Data): { userId: string; market: NaiveMarket } {
    check(this.owned.has(String(userId)), 'UNAUTHORIZED');
    const found = this.markets.get(String(market));
    check(found !== undefined, 'INVALID_MARKET');
    return { userId: String(userId), market: found };
  }

  #place(data: Data, now: number): void {
    const { userId, market } = this.#parties(data);
    check(market.mode === 'open' || (market.mode === 'post_only' && data.postOnly === true), 'TRADING_PAUSED');
    const order = this.#read(data, userId, market, now);
    const same = this.orders.filter((other) => other.userId === userId && other.market === market.market);
    check(order.clientId === undefined || same.every(({ clientId }) => clientId !== order.clientId), 'INVALID_ORDER');
    const mayRest = order.orderType === 'limit' && order.timeInForce === 'GTC';
    check(!mayRest || same.length < market.maxOpenOrders, 'ORDER_LIMIT');
    check(!order.postOnly || this.#crossing(order).length === 0, 'INVALID_ORDER');
    check(this.#needs(order, market) <= this.#available(userId, this.#lockedAsset(order)), 'INSUFFICIENT_FUNDS');
    this.#accept(order, market, String(data.requestId), now);
  }

  #read(data: Data, userId: string, market: NaiveMarket, now: number): NaiveOrder {
    const { orderType, timeInForce = 'GTC', postOnly = false, selfTradePrevention = 'reject_taker' } = data;
    const isLimit = orderType === 'limit';
    const [hasPrice, hasQuantity, hasQuote] = ['price', 'quantity', 'quoteQuantity'].map((n) => data[n] !== undefined);
    check(isLimit ? hasPrice === true && hasQuantity === true && !hasQuote : !hasPrice, 'INVALID_ORDER');
    check(isLimit || (hasQuantity !== hasQuote && postOnly === false), 'INVALID_ORDER');
    check(postOnly === false || timeInForce === 'GTC', 'INVALID_ORDER');
    const read = (name: string, decimals: number) => unitsOf(String(data[name]), decimals);
    const price = hasPrice ? read('price', market.priceDecimals) : undefined;
    const isOnTick = price !== undefined && price % market.tickSize === 0n;
    check(!isLimit || (isOnTick && price >= market.minPrice && price <= market.maxPrice), 'INVALID_PRICE');
    const quantity = hasQuantity ? read('quantity', market.quantityDecimals) : undefined;
    const isOnStep = quantity !== undefined && quantity % market.stepSize === 0n;
    const isInRange = isOnStep && quantity >= market.minQuantity && quantity <= market.maxQuantity;
    check(!hasQuantity || isInRange, 'INVALID_QUANTITY');
    const quoteQuantity = hasQuote ? read('quoteQuantity', this.#quoteDecimals(market)) : undefined;
    check(!hasQuote || (quoteQuantity !== undefined && quoteQuantity > 0n), 'INVALID_QUANTITY');
    const least = isLimit ? this.#notional(market, price ?? 0n, quantity ?? 0n) : quoteQuantity;
    check(least === undefined || least >= market.minNotional, 'INVALID_QUANTITY');
    const [bestBid] = this.levels(market.market, 'buy');
    const highest = data.side === 'buy' ? (price ?? 0n) : max(price ?? 0n, bestBid?.[0] ?? 0n);
    check(this.#notional(market, highest, quantity ?? 0n) <= MOST, 'INVALID_QUANTITY');
    check((quantity ?? 0n) * this.#lot(market) <= MOST, 'INVALID_QUANTITY');
    const [low, high] = this.#band(market, market.minMultiplierBps, market.maxMultiplierBps);
    check(price === undefined || (price >= low && price <= high), 'INVALID_PRICE');
    return {
      number: this.#nextNumber,
      clientId: data.clientId as number | undefined,
      userId,
      market: market.market,
      side: data.side as 'buy' | 'sell',
      orderType: orderType as 'limit' | 'market',
      price,
      quantity,
      quoteQuantity,
      timeInForce: String(timeInForce),
      postOnly: postOnly === true,
      selfTradePrevention: String(selfTradePrevention),
      createdAt: now,
      feePpm: max(market.makerFeePpm, market.takerFeePpm),
      executed: 0n,
      executedQuote: 0n,
    };
  }

  /** What an order needs of what it pays with. */
  #needs(order: NaiveOrder, market: NaiveMarket): bigint {
    if (order.orderType === 'limit') return this.#lock(order, order.quantity ?? 0n);
    if (order.side === 'sell' && order.quantity !== undefined) return order.quantity * this.#lot(market);
    const { taken } = this.#plan(order, market);
    if (order.side === 'sell') return taken.reduce((sum, { quantity }) => sum + quantity * this.#lot(market), 0n);
    return taken.reduce((sum, { notional }) => sum + notional + fee(notional, market.takerFeePpm), 0n);
  }

  /**
   * What an order takes of which others, whom of its own user it cancels, and why it stops, worked out step by step on the
   * book as it is.
   */
  #plan(order: NaiveOrder, market: NaiveMarket) {
    const [low, high] = this.#band(market, market.minImpactBps, market.maxImpactBps);
    const taken: { maker: NaiveOrder; quantity: bigint; notional: bigint }[] = [];
    const steps: { maker: NaiveOrder; quantity: bigint; notional: bigint }[] = [];
    let [quantity, quote] = [0n, 0n];
    for (const maker of this.#crossing(order)) {
      const price = maker.price ?? 0n;
      const step = this.#notional(market, price, market.stepSize);
      const affordable = (((order.quoteQuantity ?? 0n) - quote) / step) * market.stepSize;
      const wanted = order.quantity === undefined ? affordable : order.quantity - quantity;
      if (wanted === 0n) return { taken, steps, reason: quantity > 0n ? 'filled' : 'lot_size' };
      if (order.side === 'buy' ? price > high : price < low) return { taken, steps, reason: 'price_band' };
      if (maker.userId === order.userId) {
        if (order.selfTradePrevention !== 'reject_taker') steps.push({ maker, quantity: 0n, notional: 0n });
        if (order.selfTradePrevention !== 'reject_maker') return { taken, steps, reason: 'self_trade' };
        continue;
      }
      const part = min(wanted, leftOf(maker));
      const fill = { maker, quantity: part, notional: this.#notional(market, price, part) };
      taken.push(fill);
      steps.push(fill);
      quantity += part;
      quote += fill.notional;
      if (part === wanted) return { taken, steps, reason: 'filled' };
    }
    return { taken, steps, reason: undefined };
  }

  #accept(order: NaiveOrder, market: NaiveMarket, requestId: string, now: number): void {
    this.#nextNumber += 1;
    for (const asset of [market.base, market.quote]) this.#pay(order.userId, asset, 0n);
    this.#tell({ type: 'accepted', requestId, ...this.#placed(order) });
    const plan = this.#plan(order, market);
    const isKilled = order.timeInForce === 'FOK' && plan.reason !== 'filled';
    if (!isKilled)
      for (const step of plan.steps) this.#step(order, step.maker, step.quantity, step.notional, market, now);
    const reason = isKilled ? 'fok' : (plan.reason ?? (order.orderType === 'market' ? 'no_liquidity' : undefined));
    if (reason === undefined && order.timeInForce === 'GTC') {
      this.orders.push(order);
      this.#touch(order);
    } else {
      this.#end(order, reason === 'filled' ? 'filled' : 'expired', reason ?? 'ioc', now);
    }
  }

  #step(
    taker: NaiveOrder,
    maker: NaiveOrder,
    quantity: bigint,
    notional: bigint,
    market: NaiveMarket,
    now: number,
  ): void {
    this.#touch(maker);
    if (quantity === 0n) {
      this.#end(maker, 'cancelled', 'self_trade', now);
      return;
    }
    const takerFee = fee(notional, market.takerFeePpm);
    const makerFee = fee(notional, min(market.makerFeePpm, maker.feePpm));
    const buyer = taker.side === 'buy' ? taker : maker;
    const seller = taker.side === 'buy' ? maker : taker;
    const feeOf = (order: NaiveOrder) => (order === taker ? takerFee : makerFee);
    this.#pay(buyer.userId, market.base, quantity * this.#lot(market));
    this.#pay(seller.userId, market.base, -quantity * this.#lot(market));
    this.#pay(buyer.userId, market.quote, -notional - feeOf(buyer));
    this.#pay(seller.userId, market.quote, notional - feeOf(seller));
    this.fees.set(market.quote, (this.fees.get(market.quote) ?? 0n) + takerFee + makerFee);
    for (const order of [taker, maker]) {
      order.executed += quantity;
      order.executedQuote += notional;
    }
    const trades = this.#tradesOf(market.market);
    trades.push(maker.price ?? 0n);
    const [q, n] = [(units: bigint) => textOf(units, market.quantityDecimals), this.#quoteText(market)];
    this.#tell({
      type: 'fill',
      market: market.market,
      tradeId: trades.length,
      price: textOf(maker.price ?? 0n, market.priceDecimals),
      quantity: q(quantity),
      quoteQuantity: n(notional),
      takerSide: taker.side,
      takerOrderId: String(taker.number),
      takerUserId: taker.userId,
      takerClientId: taker.clientId,
      takerFee: n(takerFee),
      makerOrderId: String(maker.number),
      makerUserId: maker.userId,
      makerClientId: maker.clientId,
      makerFee: n(makerFee),
      makerExecuted: q(maker.executed),
      makerExecutedQuote: n(maker.executedQuote),
      takerExecuted: q(taker.executed),
      takerExecutedQuote: n(taker.executedQuote),
      makerLeft: q(leftOf(maker)),
      time: now,
    });
    if (leftOf(maker) === 0n) this.#end(maker, 'filled', 'filled', now);
  }

  #end(order: NaiveOrder, status: string, reason: string, now: number): void {
    const market = this.#marketOf(order);
    this.orders = this.orders.filter((other) => other !== order);
    this.#tell({
      type: 'order-ended',
      orderId: String(order.number),
      clientId: order.clientId,
      userId: order.userId,
      market: order.market,
      status,
      reason,
      executed: textOf(order.executed, market.quantityDecimals),
      executedQuote: this.#quoteText(market)(order.executedQuote),
      time: now,
    });
  }

  #cancel(data: Data, now: number): void {
    check((data.orderId === undefined) !== (data.clientId === undefined), 'INVALID_CLIENT_REQUEST');
    const { userId, market } = this.#parties(data);
    check(market.mode !== 'closed', 'TRADING_PAUSED');
    const order = this.orders.find(
      (other) =>
        other.userId === userId &&
        other.market === market.market &&
        (data.orderId === undefined ? other.clientId === data.clientId : String(other.number) === data.orderId),
    );
    check(order !== undefined, 'RESOURCE_NOT_FOUND');
    this.#tell({
      type: 'cancel-accepted',
      requestId: data.requestId,
      ...this.#placed(order),
      executed: textOf(order.executed, market.quantityDecimals),
      executedQuote: this.#quoteText(market)(order.executedQuote),
    });
    this.#touch(order);
    this.#end(order, 'cancelled', 'requested', now);
  }

  #cancelAll(data: Data, now: number): void {
    const { userId, market } = this.#parties(data);
    check(market.mode !== 'closed', 'TRADING_PAUSED');
    const named = this.orders.filter(
      (order) =>
        order.userId === userId &&
        order.market === market.market &&
        (data.side === undefined || order.side === data.side),
    );
    const { requestId, side } = data;
    const orderIds = named.map(({ number }) => String(number));
    this.#tell({ type: 'orders-cancelled', requestId, userId, market: market.market, side, orderIds });
    for (const order of named) {
      this.#touch(order);
      this.#end(order, 'cancelled', 'requested', now);
    }
  }

  #tellBook(market: string, now: number): void {
    const { priceDecimals, quantityDecimals } = this.markets.get(market) as NaiveMarket;
    const updateId = (this.#updates.get(market) ?? 0) + 1;
    this.#updates.set(market, updateId);
    const changes = this.#changed.map(([side, price]) => {
      const quantity = this.levels(market, side).find(([other]) => other === price)?.[1] ?? 0n;
      return [side, textOf(price, priceDecimals), textOf(quantity, quantityDecimals)];
    });
    this.#tell({ type: 'book', market, updateId, changes, time: now });
  }

  #touch({ side, price = 0n }: NaiveOrder): void {
    if (!this.#changed.some(([other, at]) => other === side && at === price)) this.#changed.push([side, price]);
  }

  #placed(order: NaiveOrder): Data {
    const market = this.#marketOf(order);
    const print = (units: bigint | undefined, decimals: number) =>
      units === undefined ? undefined : textOf(units, decimals);
    const { clientId, userId, side, orderType, timeInForce, postOnly, selfTradePrevention, createdAt } = order;
    return {
      orderId: String(order.number),
      clientId,
      userId,
      market: order.market,
      side,
      orderType,
      price: print(order.price, market.priceDecimals),
      quantity: print(order.quantity, market.quantityDecimals),
      quoteQuantity: print(order.quoteQuantity, this.#quoteDecimals(market)),
      timeInForce,
      postOnly,
      selfTradePrevention,
      createdAt,
    };
  }

  #tell(event: NaiveEvent): void {
    this.#events.push(plain(event));
  }

  /** The orders of a side, in the order in which they are filled. */
  #resting(market: string, side: string): NaiveOrder[] {
    const sign = side === 'buy' ? -1n : 1n;
    return this.orders
      .filter((order) => order.market === market && order.side === side)
      .sort((one, other) => Number(sign * ((one.price ?? 0n) - (other.price ?? 0n))) || one.number - other.number);
  }

  /** The orders on the other side that an order would trade with, in their order. */
  #crossing({ market, side, price }: NaiveOrder): NaiveOrder[] {
    return this.#resting(market, side === 'buy' ? 'sell' : 'buy').filter((other) => {
      if (price === undefined) return true;
      return side === 'buy' ? (other.price ?? 0n) <= price : (other.price ?? 0n) >= price;
    });
  }

  #band(market: NaiveMarket, least: bigint | undefined, most: bigint | undefined): [low: bigint, high: bigint] {
    const last = this.#tradesOf(market.market).slice(-16);
    const any: [bigint, bigint] = [0n, 2n ** 70n];
    if (last.length === 0) return any;
    const reference = last.reduce((sum, price) => sum + price, 0n) / BigInt(last.length);
    return [
      least === undefined ? any[0] : (reference * least) / 10_000n,
      most === undefined ? any[1] : (reference * most) / 10_000n,
    ];
  }

  #tradesOf(market: string): bigint[] {
    const trades = this.#trades.get(market) ?? [];
    this.#trades.set(market, trades);
    return trades;
  }

  #lock(order: NaiveOrder, left: bigint): bigint {
    const market = this.#marketOf(order);
    if (order.side === 'sell') return left * this.#lot(market);
    const notional = this.#notional(market, order.price ?? 0n, left);
    return notional + fee(notional, order.feePpm);
  }

  #lockedAsset(order: NaiveOrder): string {
    const { base, quote } = this.#marketOf(order);
    return order.side === 'buy' ? quote : base;
  }

  #available(userId: string, asset: string): bigint {
    return (this.owned.get(userId)?.get(asset) ?? 0n) - this.locked(userId, asset);
  }

  #pay(userId: string, asset: string, amount: bigint): void {
    const owned = this.owned.get(userId) as Map<string, bigint>;
    owned.set(asset, (owned.get(asset) ?? 0n) + amount);
  }

  #marketOf(order: NaiveOrder): NaiveMarket {
    return this.markets.get(order.market) as NaiveMarket;
  }

  #quoteDecimals(market: NaiveMarket): number {
    return this.assets.get(market.quote) ?? 0;
  }

  #quoteText(market: NaiveMarket): (units: bigint) => string {
    return (units) => textOf(units, this.#quoteDecimals(market));
  }

  #lot(market: NaiveMarket): bigint {
    return 10n ** BigInt((this.assets.get(market.base) ?? 0) - market.quantityDecimals);
  }

  #notional(market: NaiveMarket, price: bigint, quantity: bigint): bigint {
    const decimals = this.#quoteDecimals(market) - market.priceDecimals - market.quantityDecimals;
    return price * quantity * 10n ** BigInt(decimals);
  }
}

function leftOf({ quantity = 0n, executed }: NaiveOrder): bigint {
  return quantity - executed;
}

/** Division of bigints truncates toward zero. */
function fee(notional: bigint, ppm: bigint): bigint {
  return (notional * ppm) / 1_000_000n;
}

function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

/** Without what is absent. */
function plain(event: NaiveEvent): NaiveEvent {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as NaiveEvent;
}
