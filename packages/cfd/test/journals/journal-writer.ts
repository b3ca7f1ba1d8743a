import { orderId, START_MS, transferId, userId } from '../harness.ts';
import type { JsonEvent } from '../json.ts';
import { parseDecimal, printUnits, unitsOf } from '../model/rational.ts';
import type {
  Amount,
  Beginning,
  Damage,
  Gap,
  Intent,
  Move,
  Step,
  Terms,
  TransferId,
  Validity,
  Whose,
} from './journal-arbitrary.ts';
import { type Known, KnownOrders, type Owned } from './known-orders.ts';
import { type Market, marketAt, marketOf, markets, settingsOf, units } from './markets.ts';
import { bidAt, changeOf, entryOf, partOf } from './order-writer.ts';
import type { Level } from './values-arbitrary.ts';

type Fields = { [field: string]: unknown };

interface Held {
  readonly transferId: string;
  readonly userId: string;
}

export interface Entry {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

const deposits = ['1000', '9007199254.740991', '60.5'];

/** Turns the steps of a random journal into entries. It watches the answers, so that it can aim at levels of open orders. */
export class JournalWriter {
  private nowMs = START_MS;
  private firstRules = 1;
  private sequence = 0;
  private readonly bids = new Map<string, bigint>();
  private readonly asked = new Map<string, bigint>();
  private readonly levels = new Map<string, string[]>();
  private readonly orders = new KnownOrders();
  private readonly held = new Map<string, Held>();
  /** As they were printed last. */
  private readonly balances = new Map<string, string>();
  /** An order that waits, whose next tick is to reach it: something was set that it meets then. */
  private awaited: string | undefined;
  /** The instrument that was set last: trade may have come to a stop there. */
  private lastSet: Market | undefined;
  /** Likewise the user whose rights were restricted last. */
  private lastRestricted: number | undefined;
  private readonly quotedAt = new Map<string, number>();
  /** A position whose instrument was set: its next change or closing is to meet that. */
  private nextToChange: Owned | undefined;
  private lastTickMs = START_MS;
  private lastEndMs = START_MS;
  private lastMaxAgeMs = 0;

  /** The entries that most journals need before orders can be opened. The steps may undo them. */
  prelude({ rules, positionMode }: Beginning = { rules: 1, positionMode: 'hedging' }): Entry[] {
    this.firstRules = rules;
    const version = rules > 1 ? [this.entry('set-rules', { version: rules })] : [];
    const group = rules > 1 ? [this.entry('set-group', { group: 'default', positionMode })] : [];
    const sets = markets.map((market) => this.entry('set-instrument', { requestId: 's', ...settingsOf(market) }));
    const accounts = deposits.map((deposit, user) =>
      this.entry('create-account', { requestId: 'a', userId: userId(user), deposit }),
    );
    const ticks = markets
      .filter((market) => market.asset !== 'DUST')
      .map((market) => {
        const price = this.startOf(market);
        return this.entry('price-update', { asset: market.asset, bid: price, ask: price });
      });
    return [...version, ...group, ...sets, ...accounts, ...ticks];
  }

  write(step: Step): Entry {
    this.nowMs = Math.max(this.nowMs, this.timeAfter(step.gap));
    const { type, data: asked } = this.command(step.intent);
    const data = step.actor === null ? asked : { ...asked, actor: step.actor };
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
      if (this.orders.observe(event) === 'ended') this.lastEndMs = this.nowMs;
      const asset = this.orders.assetOf(owned.orderId);
      if (asset !== undefined) this.aimAt(asset, event);
    }
  }

  /** Remembers the prices at which something is to happen to an order. */
  private aimAt(asset: string, event: JsonEvent): void {
    const names = ['takeProfit', 'stopLoss', 'liquidationPrice', 'remainingLiquidationPrice', 'price'];
    const levels = event.type === 'cancelled' ? [] : names.map((name) => event[name]);
    const { trailingDistance: distance } = event;
    const market = markets.find((market) => market.asset === asset);
    const steps = typeof distance === 'string' && market ? units(distance, market.priceDecimals) : undefined;
    const stops = steps && market ? [this.bidOf(market) - steps, this.bidOf(market) + steps] : [];
    const printed = stops.map((stop) => printUnits(stop, market?.priceDecimals ?? 0));
    const all = [...levels, ...printed].filter((level) => typeof level === 'string');
    this.levels.set(asset, [...all, ...(this.levels.get(asset) ?? [])].slice(0, 50));
  }

  private entry(type: string, data: unknown): Entry {
    this.sequence += 1;
    return { id: `${this.nowMs}-${this.sequence}`, type, data };
  }

  private timeAfter(gap: Gap): number {
    if ('ms' in gap) return this.nowMs + gap.ms;
    if (gap.until === 'quote is stale') return this.lastTickMs + this.lastMaxAgeMs + gap.beside;
    if (gap.until === 'an order expires') return (this.orders.nextExpiry() ?? this.nowMs) + gap.beside;
    const forgottenMs = this.lastEndMs + 600_000;
    if (gap.until === 'closed id is forgotten') return forgottenMs + gap.beside;
    return Math.ceil(forgottenMs / 10_000) * 10_000 + gap.beside;
  }

  private command(intent: Intent): { type: string; data: Fields } {
    const requestId = `r${this.sequence}`;
    switch (intent.kind) {
      case 'tick':
        return intent.byHand
          ? { type: 'set-price', data: { requestId, ...this.tick(intent) } }
          : { type: 'price-update', data: this.tick(intent) };
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
          data: { requestId, ...this.closing(intent), ...this.validUntil(intent.validity) },
        };
      case 'cancel':
        return { type: 'cancel-order', data: { requestId, ...this.owned(intent.whose) } };
      case 'close-all':
      case 'cancel-all': {
        const named = intent.asset === null ? {} : { asset: marketAt(intent.asset).asset };
        return { type: intent.kind, data: { requestId, userId: this.owned(intent.whose).userId, ...named } };
      }
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
        return {
          type: 'set-group',
          data: { requestId, group: intent.group, ...intent.limits, positionMode: intent.positionMode },
        };
      case 'account': {
        const { rights, limits, pause } = intent;
        const user = rights === 'full' ? (this.lastRestricted ?? intent.user) : intent.user;
        this.lastRestricted = rights === 'close_only' || rights === 'none' ? user : undefined;
        this.awaited = this.orders.pending().find((order) => order.userId === userId(user))?.orderId;
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
        const isPlain = Object.keys(intent.change).length === 0;
        const of = intent.of === null ? undefined : this.orders.find(this.owned(intent.of).orderId);
        this.awaited = of?.isOpen === false ? of.orderId : undefined;
        this.nextToChange = of?.isOpen === true ? of : undefined;
        // What was set for once is soon set back, so that trade goes on.
        const market = (isPlain ? this.lastSet : undefined) ?? marketOf(of) ?? marketAt(intent.asset);
        this.lastSet = isPlain ? undefined : market;
        const settings = settingsOf(market);
        return { type: 'set-instrument', data: { requestId, ...settings, ...intent.change } };
      }
    }
  }

  private tick({ asset, move: asked, spread, zeros, venue }: Extract<Intent, { kind: 'tick' }>): Fields {
    const awaited = this.orders.find(this.awaited ?? '');
    this.awaited = undefined;
    const move: Move = awaited ? { kind: 'order', pick: 0, of: 'pending', beyond: 0, at: 'edge' } : asked;
    const order = awaited ?? this.orderOf(move);
    const market = marketOf(order) ?? (move.kind === 'refresh' ? this.quotedLongestAgo() : marketAt(asset));
    if (move.kind === 'text') return { asset: market.asset, bid: move.bid, ask: move.ask };
    let bid = this.bidOf(market);
    if (move.kind === 'order' && order && marketOf(order))
      bid = bidAt(order, move, { bid, spread: BigInt(spread), market });
    if (move.kind === 'walk' || move.kind === 'refresh') bid += BigInt(move.steps);
    if (move.kind === 'sweep' && order) bid = this.sweepFrom(order, bid, BigInt(move.beyond), market);
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
    this.quotedAt.set(market.asset, this.sequence);
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

  /** The order with which a move has to do. */
  private orderOf(move: Move): Known | undefined {
    if (move.kind !== 'order' && move.kind !== 'sweep') return undefined;
    const of = move.kind === 'sweep' ? 'pending' : move.of;
    const all = of === 'pending' ? this.orders.pending() : this.orders.open();
    const some = of === 'trailing' ? all.filter(({ trailingDistance }) => trailingDistance !== undefined) : all;
    return some[move.pick % Math.max(1, some.length)];
  }

  /** The price farthest from the market, on the same side of it, for which an order waits. */
  private sweepFrom({ asset, price }: Known, bid: bigint, beyond: bigint, { priceDecimals }: Market): bigint {
    const read = (text = '') => {
      const value = parseDecimal(text);
      return (value && unitsOf(value, priceDecimals)) ?? bid;
    };
    const isAbove = read(price) > bid;
    const prices = this.orders.pending().map((order) => (order.asset === asset ? read(order.price) : bid));
    return prices.reduce((far, at) => ((isAbove ? at > far : at < far) ? at : far), bid) + beyond;
  }

  private quotedLongestAgo(): Market {
    const since = ({ asset }: Market) => this.quotedAt.get(asset) ?? 0;
    return markets.reduce((oldest, market) => (since(market) < since(oldest) ? market : oldest));
  }

  private order(intent: Extract<Intent, { kind: 'open' }>): Fields {
    const { terms, entry } = intent;
    const open = this.orders.open().filter((order) => marketOf(order) !== undefined);
    const against = intent.against === null ? undefined : open[intent.against % Math.max(1, open.length)];
    const market = marketOf(against) ?? marketAt(intent.asset);
    const side = against === undefined ? intent.side : against.side === 'buy' ? 'sell' : 'buy';
    const away = side === 'buy' ? 1 : -1;
    const number = { order: intent.order, user: intent.user };
    const entered = entryOf(entry, { market, bid: this.bidOf(market), side, nowMs: this.nowMs });
    // The levels of an order that waits lie beside its own price.
    const base = entered.base ?? this.bidOf(market);
    // A guarantee needs a stop.
    const stopLoss = terms.stopLoss ?? (entry.guaranteed === true ? entry.price : null);
    const all = {
      orderId: this.owned(intent.reuse === null ? number : { closed: intent.reuse }).orderId,
      userId: against?.userId ?? userId(intent.user),
      asset: market.asset,
      side,
      quantity: against ? shareOf(market, against, terms.quantity) : quantityOf(market, terms.quantity),
      leverage: terms.leverage,
      ...levelField('takeProfit', market, terms.takeProfit, away, base),
      ...levelField('stopLoss', market, stopLoss, -away, base),
      ...levelField('expectedPrice', market, terms.expectedPrice, 1, base),
      ...(terms.maxSlippageBps === null ? {} : { maxSlippageBps: terms.maxSlippageBps }),
      ...entered.fields,
    };
    return entry.isTidy ? tidied(all) : all;
  }

  private update(intent: Extract<Intent, { kind: 'update' }>): Fields {
    const owned = this.ownedNext(intent.whose);
    const found = this.orders.find(owned.orderId);
    const known = marketOf(found) === undefined ? undefined : found;
    const market = marketOf(known) ?? marketAt(0);
    // Now and then its levels are on the wrong side.
    const away = (known?.side === 'sell') === (intent.keep !== 3) ? -1 : 1;
    const base = parseDecimal(known?.price ?? '');
    const from = (base && unitsOf(base, market.priceDecimals)) ?? this.bidOf(market);
    const orNull = (name: string, level: Level | null) =>
      level ? levelField(name, market, level, name === 'takeProfit' ? away : -away, from) : { [name]: null };
    // A guaranteed stop moves from where it stands, and mostly nearer.
    const stop = known?.isGuaranteed === true ? known.stopLoss : undefined;
    const stopLoss = (level: Level | null) =>
      level && stop !== undefined
        ? levelField('stopLoss', market, level, away, units(stop, market.priceDecimals))
        : orNull('stopLoss', level);
    const change = changeOf(intent.change, { market, bid: this.bidOf(market), nowMs: this.nowMs }, known);
    const hasDistance = typeof change.trailingDistance === 'string' && intent.change.isTidy;
    return {
      ...owned,
      ...(intent.keep === 1 ? {} : orNull('takeProfit', intent.takeProfit)),
      ...(intent.keep === 2 || hasDistance ? {} : stopLoss(intent.stopLoss)),
      ...change,
    };
  }

  private closing({ whose, part }: Extract<Intent, { kind: 'close' }>): Fields {
    const owned = this.ownedNext(whose);
    const open = this.orders.find(owned.orderId);
    const market = marketOf(open);
    return { ...owned, ...(part === null || !market ? {} : partOf(part, market, open?.quantity ?? '1')) };
  }

  private ownedNext(whose: Whose): Owned {
    const { nextToChange: next } = this;
    this.nextToChange = undefined;
    return next === undefined ? this.owned(whose) : { orderId: next.orderId, userId: next.userId };
  }

  private validUntil(validity: Validity | null): { validUntil?: unknown } {
    if (validity === null) return {};
    return { validUntil: 'beside' in validity ? this.nowMs + validity.beside : validity.value };
  }

  private transferId(id: TransferId, user: number): Held {
    const pick = <T>(from: readonly T[], index: number) => from[index % Math.max(1, from.length)];
    const any = { transferId: transferId('number' in id ? id.number : 0), userId: userId(user) };
    if ('held' in id) return pick([...this.held.values()], id.held) ?? any;
    if (!('closed' in id)) return any;
    const ended = pick(this.orders.ended, id.closed);
    return ended === undefined ? any : { transferId: ended.orderId, userId: ended.userId };
  }

  private amount(amount: Amount, user: number): string {
    if ('text' in amount) return amount.text;
    const balance = units(this.balances.get(userId(user)) ?? '100', 6);
    return printUnits((balance * BigInt(amount.permille)) / 1_000n, 6);
  }

  private owned(whose: Whose): Owned {
    if ('order' in whose) return { orderId: orderId(whose.order), userId: userId(whose.user) };
    const pick = (from: readonly Known[], index: number) => from[index % Math.max(1, from.length)];
    const [open, pending] = [this.orders.open(), this.orders.pending()];
    const find = () => {
      if ('open' in whose) return pick(open.length > 0 ? open : pending, whose.open);
      if ('guaranteed' in whose) return pick(this.orders.guaranteed(), whose.guaranteed);
      if ('pending' in whose) return pick(pending.length > 0 ? pending : open, whose.pending);
      return this.orders.ended[whose.closed % Math.max(1, this.orders.ended.length)];
    };
    const { orderId: id, userId: user } = find() ?? { orderId: orderId(0), userId: userId(0) };
    return { orderId: id, userId: user };
  }

  private bidOf(market: Market): bigint {
    return this.bids.get(market.asset) ?? units(this.startOf(market), market.priceDecimals);
  }

  private startOf({ start, firstStart }: Market): string {
    return this.firstRules === 1 ? (firstStart ?? start) : start;
  }
}

function levelField(name: string, market: Market, level: Level | null, away: number, base: bigint) {
  if (level === null) return {};
  if (level.kind === 'text') return { [name]: level.text };
  return { [name]: printUnits(base + BigInt(level.steps * away), market.priceDecimals) };
}

/** Without the fields that contradict others, which are there more often than an order can bear. */
function tidied({ expectedPrice, ...order }: Fields): Fields {
  const { takeProfit: _, stopLoss: __, trailingDistance, guaranteed: ___, ...bare } = order;
  const { stopLoss: ____, ...trailing } = order;
  const { trailingDistance: _____, ...guaranteed } = order;
  const hasDistance = trailingDistance !== undefined;
  const kept =
    order.reduceOnly === true ? bare : !hasDistance ? order : order.guaranteed === true ? guaranteed : trailing;
  return order.price === undefined && expectedPrice !== undefined ? { ...kept, expectedPrice } : kept;
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

/** A quantity around that of an open position: at most the double. */
function shareOf(market: Market, { quantity: open }: Known, quantity: Terms['quantity']): string {
  if ('text' in quantity) return quantity.text;
  const all = units(open, market.quantityDecimals);
  const count = quantity.kind === 'share' ? (all * BigInt(quantity.permille)) / 500n : all + BigInt(quantity.beside);
  return printUnits(count, market.quantityDecimals);
}

function damaged(type: string, data: Fields, damage: Damage): [type: string, data: unknown] {
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

function pageAsked({ orders, isPrivate, exposure }: Extract<Intent, { kind: 'get-account' }>) {
  return {
    ...(exposure === undefined ? {} : { exposure }),
    ...(orders === undefined ? {} : { orders }),
    ...(isPrivate ? { replyTo: 'asker' } : {}),
  };
}
