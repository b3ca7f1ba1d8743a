import { orderId, START_MS, transferId, userId } from '../harness.ts';
import type { JsonEvent } from '../json.ts';
import { parseDecimal, printUnits, unitsOf } from '../model/rational.ts';
import type {
  Amount,
  Damage,
  Gap,
  Intent,
  Level,
  Step,
  Terms,
  TransferId,
  Validity,
  Whose,
} from './journal-arbitrary.ts';

interface Owned {
  readonly orderId: string;
  readonly userId: string;
}

interface Held {
  readonly transferId: string;
  readonly userId: string;
}

export interface Entry {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

interface Market {
  readonly asset: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly minQuantity: string;
  readonly maxQuantity: string;
  readonly maxLeverage: number;
  readonly maxQuoteAgeMs: number;
  /** The price at the beginning. */
  readonly start: string;
}

/**
 * Markets that strain the arithmetic in different ways: everyday figures; whole numbers so small that prices hit every
 * level exactly; sums beyond 2^53; figures near the limits of prices and quantities; and sums below a millionth.
 */
const markets: readonly Market[] = [
  market('GOLD', 2, 3, ['0.001', '50'], 100, 5_000, '100.00'),
  market('__proto__', 0, 0, ['1', '40'], 100, 5_000, '20'),
  market('BTC', 8, 8, ['0.00000001', '90071992.54740991'], 100, 2_000, '97123.45678901'),
  market('HUGE', 12, 12, ['0.000000000001', '9007.199254740991'], 1_000_000, 60_000, '4000.123456789012'),
  market('DUST', 12, 12, ['0.000000000001', '0.01'], 50, 5_000, '0.000001000007'),
];

/** Names that no prelude sets up. Two of them are properties of every JavaScript object. */
const strangers = ['constructor', 'NOWHERE', 'toString'];

const deposits = ['1000', '9007199254.740991', '60.5'];

function market(
  asset: string,
  priceDecimals: number,
  quantityDecimals: number,
  [minQuantity, maxQuantity]: readonly [string, string],
  maxLeverage: number,
  maxQuoteAgeMs: number,
  start: string,
): Market {
  return { asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs, start };
}

/** Turns the steps of a random journal into entries. It watches the answers, so that it can aim at levels of open orders. */
export class JournalWriter {
  private nowMs = START_MS;
  private sequence = 0;
  private readonly bids = new Map<string, bigint>();
  private readonly asked = new Map<string, bigint>();
  private readonly levels = new Map<string, string[]>();
  private readonly assetOfOrder = new Map<string, string>();
  private readonly open = new Map<string, Owned>();
  private closed: Owned[] = [];
  private readonly held = new Map<string, Held>();
  /** As they were printed last. */
  private readonly balances = new Map<string, string>();
  private lastTickMs = START_MS;
  private lastCloseMs = START_MS;
  private lastMaxAgeMs = 0;

  /** The entries that most journals need before orders can be opened. The steps may undo them. */
  prelude(): Entry[] {
    const sets = markets.map(({ start: _, ...settings }) =>
      this.entry('set-instrument', { requestId: 's', ...settings }),
    );
    const accounts = deposits.map((deposit, user) =>
      this.entry('create-account', { requestId: 'a', userId: userId(user), deposit }),
    );
    const ticks = markets
      .filter((market) => market.asset !== 'DUST')
      .map((market) => this.entry('price-update', { asset: market.asset, bid: market.start, ask: market.start }));
    return [...sets, ...accounts, ...ticks];
  }

  write(step: Step): Entry {
    this.nowMs = Math.max(this.nowMs, this.timeAfter(step.gap));
    const { type, data } = this.command(step.intent);
    return step.damage && step.intent.kind !== 'rules'
      ? this.entry(...damaged(type, data, step.damage))
      : this.entry(type, data);
  }

  observe(events: readonly JsonEvent[]): void {
    for (const event of events) {
      const owned = { orderId: String(event.orderId), userId: String(event.userId) };
      if (typeof event.balance === 'string') this.balances.set(owned.userId, event.balance);
      const transferId = String(event.transferId);
      if (event.type === 'held') this.held.set(transferId, { transferId, userId: owned.userId });
      if (event.type === 'hold-settled') this.held.delete(transferId);
      if (event.type === 'closed') {
        this.lastCloseMs = this.nowMs;
        this.open.delete(owned.orderId);
        this.closed = [owned, ...this.closed].slice(0, 20);
      }
      if (event.type === 'created') {
        this.assetOfOrder.set(owned.orderId, String(event.asset));
        this.open.set(owned.orderId, owned);
      }
      if (event.type !== 'created' && event.type !== 'updated') continue;
      const levels = [event.takeProfit, event.stopLoss, event.liquidationPrice].filter(
        (level) => typeof level === 'string',
      );
      const asset = this.assetOfOrder.get(owned.orderId) ?? '';
      this.levels.set(asset, [...levels, ...(this.levels.get(asset) ?? [])].slice(0, 50));
    }
  }

  private entry(type: string, data: unknown): Entry {
    this.sequence += 1;
    return { id: `${this.nowMs}-${this.sequence}`, type, data };
  }

  private timeAfter(gap: Gap): number {
    if ('ms' in gap) return this.nowMs + gap.ms;
    if (gap.until === 'quote is stale') return this.lastTickMs + this.lastMaxAgeMs + gap.beside;
    const forgottenMs = this.lastCloseMs + 600_000;
    if (gap.until === 'closed id is forgotten') return forgottenMs + gap.beside;
    return Math.ceil(forgottenMs / 10_000) * 10_000 + gap.beside;
  }

  private command(intent: Intent): { type: string; data: { [field: string]: unknown } } {
    const requestId = `r${this.sequence}`;
    switch (intent.kind) {
      case 'tick':
        return { type: 'price-update', data: this.tick(intent) };
      case 'open':
        return {
          type: 'create-order',
          data: { requestId, ...this.order(intent), ...this.validUntil(intent.validity) },
        };
      case 'update':
        return {
          type: 'update-order',
          data: { requestId, ...this.update(intent), ...this.validUntil(intent.validity) },
        };
      case 'close':
        return {
          type: 'close-order',
          data: { requestId, ...this.owned(intent.whose), ...this.validUntil(intent.validity) },
        };
      case 'get-order':
      case 'void-order':
        return { type: intent.kind, data: { requestId, ...this.owned(intent.whose) } };
      case 'get-account':
        return { type: 'get-account', data: { requestId, userId: userId(intent.user), ...pageAsked(intent) } };
      case 'deposit':
        return { type: 'create-account', data: { requestId, userId: userId(intent.user), deposit: intent.deposit } };
      case 'transfer': {
        const { id, user, as, note } = intent;
        const amount = this.amount(intent.amount, user);
        // An adjustment takes money out as often as not.
        const signed = as === 'adjustment' && this.sequence % 2 === 0 ? `-${amount}` : amount;
        const noted = note === undefined ? {} : { note };
        const { transferId } = this.transferId(id, user);
        return {
          type: 'transfer',
          data: { requestId, transferId, userId: userId(user), kind: as, amount: signed, ...noted },
        };
      }
      case 'hold':
        return {
          type: 'hold',
          data: {
            requestId,
            transferId: this.transferId(intent.id, intent.user).transferId,
            userId: userId(intent.user),
            amount: this.amount(intent.amount, intent.user),
          },
        };
      case 'settle':
        return { type: 'settle-hold', data: { requestId, ...this.transferId(intent.id, 0), outcome: intent.outcome } };
      case 'group':
        return { type: 'set-group', data: { requestId, group: intent.group, ...intent.limits } };
      case 'account': {
        const { user, rights, limits, pause } = intent;
        const paused = pause === null ? {} : { pausedUntil: this.nowMs + pause };
        return { type: 'set-account', data: { requestId, userId: userId(user), rights, limits, ...paused } };
      }
      case 'reset': {
        const { transferId } = this.transferId(intent.id, intent.user);
        return {
          type: 'reset-account',
          data: { requestId, transferId, userId: userId(intent.user), deposit: intent.deposit },
        };
      }
      case 'rules':
        return { type: 'set-rules', data: { requestId, version: intent.version } };
      case 'set': {
        const { start: _, ...settings } = marketAt(intent.asset);
        return { type: 'set-instrument', data: { requestId, ...settings, ...intent.change } };
      }
    }
  }

  private tick({ asset, move, spread, zeros, venue }: Extract<Intent, { kind: 'tick' }>): { [field: string]: unknown } {
    const market = marketAt(asset);
    if (move.kind === 'text') return { asset: market.asset, bid: move.bid, ask: move.ask };
    let bid = this.bidOf(market);
    if (move.kind === 'walk') bid += BigInt(move.steps);
    if (move.kind === 'again') bid = (this.asked.get(market.asset) ?? bid) + BigInt(move.steps);
    if (move.kind === 'gap') bid = (bid * BigInt(move.permille)) / 1000n;
    if (move.kind === 'aim') {
      const levels = this.levels.get(market.asset) ?? [];
      const target = levels[move.pick % Math.max(1, levels.length)];
      // A step may have set up a stranger with more decimals than the writer assumes.
      const level = parseDecimal(target ?? '');
      bid = ((level && unitsOf(level, market.priceDecimals)) ?? bid) + BigInt(move.beside);
      if (move.with === 'ask') bid -= BigInt(spread);
    }
    this.asked.set(market.asset, bid);
    // A tick that may be held is not the one from which the next tick starts.
    if (bid > 0n && spread >= 0 && move.kind !== 'gap') {
      this.bids.set(market.asset, bid);
      this.lastTickMs = this.nowMs;
      this.lastMaxAgeMs = market.maxQuoteAgeMs;
    }
    const print = (price: bigint) => withZeros(printUnits(price, market.priceDecimals), zeros);
    const { lag, source } = venue;
    // Some are beyond 2^53. Venues write them as a number or as text.
    const exchangeTime =
      lag === null ? {} : { exchangeTime: String(9_007_199_254_740_993n + BigInt(this.sequence - lag)) };
    const told = { ...exchangeTime, ...(source === null ? {} : { source }) };
    return { asset: market.asset, bid: print(bid), ask: print(bid + BigInt(spread)), ...told };
  }

  private order(intent: Extract<Intent, { kind: 'open' }>): { [field: string]: unknown } {
    const market = marketAt(intent.asset);
    const { terms, side } = intent;
    const away = side === 'buy' ? 1 : -1;
    const number = { order: intent.order, user: intent.user };
    return {
      orderId: this.owned(intent.reuse === null ? number : { closed: intent.reuse }).orderId,
      userId: userId(intent.user),
      asset: market.asset,
      side,
      quantity: quantityOf(market, terms.quantity),
      leverage: terms.leverage,
      ...this.levelField('takeProfit', market, terms.takeProfit, away),
      ...this.levelField('stopLoss', market, terms.stopLoss, -away),
      ...this.levelField('expectedPrice', market, terms.expectedPrice, 1),
      ...(terms.maxSlippageBps === null ? {} : { maxSlippageBps: terms.maxSlippageBps }),
    };
  }

  private update(intent: Extract<Intent, { kind: 'update' }>): { [field: string]: unknown } {
    const owned = this.owned(intent.whose);
    const asset = this.assetOfOrder.get(owned.orderId);
    const market = markets.find((market) => market.asset === asset) ?? marketAt(0);
    // The writer does not know the order's side. So half of its levels are on the wrong side, which is tested as well.
    const away = intent.keep % 2 === 0 ? 1 : -1;
    const orNull = (name: string, level: Level | null) =>
      level ? this.levelField(name, market, level, name === 'takeProfit' ? away : -away) : { [name]: null };
    return {
      ...owned,
      ...(intent.keep === 1 ? {} : orNull('takeProfit', intent.takeProfit)),
      ...(intent.keep === 2 ? {} : orNull('stopLoss', intent.stopLoss)),
    };
  }

  private validUntil(validity: Validity | null): { validUntil?: unknown } {
    if (validity === null) return {};
    return { validUntil: 'beside' in validity ? this.nowMs + validity.beside : validity.value };
  }

  private levelField(name: string, market: Market, level: Level | null, away: number): { [field: string]: unknown } {
    if (level === null) return {};
    if (level.kind === 'text') return { [name]: level.text };
    return { [name]: printUnits(this.bidOf(market) + BigInt(level.steps * away), market.priceDecimals) };
  }

  private transferId(id: TransferId, user: number): Held {
    const pick = <T>(from: readonly T[], index: number) => from[index % Math.max(1, from.length)];
    const any = { transferId: transferId('number' in id ? id.number : 0), userId: userId(user) };
    if ('held' in id) return pick([...this.held.values()], id.held) ?? any;
    if (!('closed' in id)) return any;
    const closed = pick(this.closed, id.closed);
    return closed === undefined ? any : { transferId: closed.orderId, userId: closed.userId };
  }

  private amount(amount: Amount, user: number): string {
    if ('text' in amount) return amount.text;
    const balance = units(this.balances.get(userId(user)) ?? '100', 6);
    return printUnits((balance * BigInt(amount.permille)) / 1_000n, 6);
  }

  private owned(whose: Whose): Owned {
    const pick = (from: readonly Owned[], index: number) => from[index % Math.max(1, from.length)];
    if ('open' in whose) return pick([...this.open.values()], whose.open) ?? { orderId: orderId(0), userId: userId(0) };
    if ('closed' in whose) return pick(this.closed, whose.closed) ?? { orderId: orderId(0), userId: userId(0) };
    return { orderId: orderId(whose.order), userId: userId(whose.user) };
  }

  private bidOf(market: Market): bigint {
    return this.bids.get(market.asset) ?? units(market.start, market.priceDecimals);
  }
}

function marketAt(index: number): Market {
  const known = markets[index];
  if (known) return known;
  return { ...market(strangers[index - markets.length] ?? 'NOWHERE', 2, 2, ['1', '10'], 10, 5_000, '10.00') };
}

function quantityOf(market: Market, quantity: Terms['quantity']): string {
  if ('text' in quantity) return quantity.text;
  const most = units(market.maxQuantity, market.quantityDecimals);
  if (quantity.kind === 'share') {
    // The cube makes most orders small, because most accounts can only pay for small ones.
    const share = BigInt(quantity.permille) ** 3n;
    const least = units(market.minQuantity, market.quantityDecimals);
    return printUnits(least + ((most - least) * share) / 1_000_000_000n, market.quantityDecimals);
  }
  const limit = quantity.of === 'min' ? units(market.minQuantity, market.quantityDecimals) : most;
  return printUnits(limit + BigInt(quantity.beside), market.quantityDecimals);
}

function damaged(type: string, data: { [field: string]: unknown }, damage: Damage): [type: string, data: unknown] {
  const names = Object.keys(data);
  const name = names[('pick' in damage ? damage.pick : 0) % names.length] ?? '';
  switch (damage.kind) {
    case 'field':
      return [type, { ...data, [name]: damage.value }];
    case 'missing field':
      return [type, Object.fromEntries(Object.entries(data).filter(([field]) => field !== name))];
    case 'extra field':
      return [type, { ...data, [damage.name]: damage.value }];
    case 'data':
      return [type, damage.value];
    case 'type':
      return [damage.type, data];
  }
}

function withZeros(text: string, zeros: number): string {
  if (zeros === 0) return text;
  return text.includes('.') ? `${text}${'0'.repeat(zeros)}` : `${text}.${'0'.repeat(zeros)}`;
}

function units(text: string, decimals: number): bigint {
  const value = parseDecimal(text);
  const count = value && unitsOf(value, decimals);
  if (count === undefined) throw new Error(`${text} is not on the grid`);
  return count;
}

function pageAsked({ orders, isPrivate, exposure }: Extract<Intent, { kind: 'get-account' }>) {
  return {
    ...(exposure === undefined ? {} : { exposure }),
    ...(orders === undefined ? {} : { orders }),
    ...(isPrivate ? { replyTo: 'asker' } : {}),
  };
}
