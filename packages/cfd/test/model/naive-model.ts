import { type JsonEvent, toJsonText } from '../json.ts';
import { changed, isBeyond, type Limits, type LimitTexts, lowest, printExposure, printLimits } from './naive-limits.ts';
import {
  closingPrice,
  gain,
  type HeldTick,
  type Instrument,
  isBetween,
  isMarginCalled,
  type LaterSettings,
  marginOf,
  type Order,
  openingPrice,
  pnlAt,
  printDeal,
  printLevels,
  printLiquidationPrice,
  printMoney,
  printPrice,
  printQuantity,
  type Quote,
  readPrice,
  type TriggerReason,
  triggerAt,
} from './naive-order.ts';
import { type Fields, hasShape, isId, isPlainObject, isRequestId } from './naive-shapes.ts';
import { fateOf } from './naive-ticks.ts';
import { compare, floor, fraction, multiply, parseDecimal, printUnits, type Rational, unitsOf } from './rational.ts';

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const MAX_DATA_LENGTH = 16_384;
const NEWEST_RULES = 5;
const CLOSED_ID_MS = 600_000;
const MAX_ORDERS_OF_ACCOUNT = 1_000;
const MAX_HOLDS_OF_ACCOUNT = 100;
const MAX_PAUSE_MS = 366 * 24 * 3_600_000;
const SINCE_FOURTH = ['transfer', 'hold', 'settle-hold'];
const SINCE_FIFTH = ['set-group', 'set-account', 'reset-account'];
const ZERO = fraction(0n);

interface SetInstrument extends LaterSettings {
  requestId?: string;
  asset: string;
  priceDecimals: number;
  quantityDecimals: number;
  minQuantity: string;
  maxQuantity: string;
  maxLeverage: number;
  maxQuoteAgeMs: number;
}

interface Tick {
  asset: string;
  bid: string;
  ask: string;
  exchangeTime?: number | string;
  source?: string;
}

/** A command that may be carried out only until a time. */
interface Perishable {
  validUntil?: number;
}

interface CreateOrder extends Perishable {
  requestId: string;
  orderId: string;
  userId: string;
  asset: string;
  side: 'buy' | 'sell';
  quantity: string;
  leverage: number;
  takeProfit?: string;
  stopLoss?: string;
  expectedPrice?: string;
  maxSlippageBps?: number;
}

interface OfAccount {
  requestId: string;
  userId: string;
}

interface GetAccount extends OfAccount {
  orders?: unknown;
  exposure?: unknown;
}

interface SetAccount extends OfAccount {
  rights?: Rights;
  pausedUntil?: number;
  limits?: LimitTexts;
}

type Rights = 'full' | 'close_only' | 'none';

interface Settings {
  rights: Rights;
  pausedUntil: number;
  limits: Limits;
}

interface OfOrder extends OfAccount {
  orderId: string;
}

interface UpdateOrder extends OfOrder, Perishable {
  takeProfit?: string | null;
  stopLoss?: string | null;
}

interface OfTransfer extends OfAccount {
  transferId: string;
}

interface Transfer extends OfTransfer {
  kind: 'deposit' | 'adjustment';
  amount: string;
  note?: string;
}

interface Page {
  limit: number;
  after?: number;
}

function isPage(value: unknown): value is Page {
  if (!isPlainObject(value)) return false;
  const { limit, after = 0 } = value;
  return Number.isSafeInteger(limit) && Number.isSafeInteger(after) && isIn(1, limit, 100) && isIn(0, after, Infinity);
}

function isIn(least: number, value: unknown, most: number): boolean {
  return Number(value) >= least && Number(value) <= most;
}

/** A page of orders, and the number behind which the next page begins, if there is one. */
function pageOf(orders: readonly Order[], { limit, after = -1 }: Page): JsonEvent {
  const behind = orders.filter(({ number }) => number > after);
  const page = behind.slice(0, limit);
  const next = behind.length > limit ? { next: page.at(-1)?.number ?? 0 } : {};
  return { orders: page.map(printOpenOrder), ...next };
}

/**
 * The rules of trade (docs/rules.md), written a second time, to be readable instead of fast. It shares no code with the
 * core. Where the two disagree, one of them has misread the rules.
 */
export class NaiveModel {
  private now = 0;
  private rulesVersion = 1;
  private readonly instruments = new Map<string, Instrument>();
  private readonly balances = new Map<string, bigint>();
  /** In the order in which they were opened. */
  private orders: Order[] = [];
  private ordersEver = 0;
  /** Of orders and of transfers, which share their ids. */
  private readonly closedIds = new Map<string, { userId: string; closedAt: number; isTransfer: boolean }>();
  private readonly holds = new Map<string, { userId: string; amount: bigint }>();
  /** What each account's ledger says: its cash is the sum. */
  private readonly ledgers = new Map<string, bigint[]>();
  private groupLimits: Limits = {};
  private readonly settings = new Map<string, Settings>();
  private deposits = 0n;
  private houseResult = 0n;

  apply(id: string, type: string, data: unknown): JsonEvent[] {
    this.now = Number(id.split('-')[0]);
    if (!isPlainObject(data) || toJsonText(data).length > MAX_DATA_LENGTH) return [];
    const isRead = type === 'get-account' || type === 'get-order';
    if (!hasShape(type, data)) return isRead && this.isPrivate(data) ? [] : this.rejectInvalid(data);
    if (this.hasBadTime(type, data)) return this.rejectInvalid(data);
    const isUnknown =
      (this.rulesVersion < 4 && SINCE_FOURTH.includes(type)) || (this.rulesVersion < 5 && SINCE_FIFTH.includes(type));
    if (isUnknown) return this.rejectInvalid({ ...data, orderId: undefined });
    const command = data as unknown;
    switch (type) {
      case 'set-instrument':
        return this.setInstrument(command as SetInstrument);
      case 'set-rules':
        return this.setRules(command as { requestId?: string; version: number });
      case 'create-account':
        return this.createAccount(command as OfAccount & { deposit: string });
      case 'price-update':
        return this.updatePrice(command as Tick);
      case 'create-order':
        return this.createOrder(command as CreateOrder);
      case 'update-order':
        return this.updateOrder(command as UpdateOrder);
      case 'close-order':
        return this.closeOrder(command as OfOrder & Perishable);
      case 'get-account':
        return this.isPrivate(data) ? [] : this.getAccount(command as GetAccount);
      case 'get-order':
        return this.isPrivate(data) ? [] : this.getOrder(command as OfOrder);
      case 'void-order':
        return this.voidOrder(command as OfOrder);
      case 'transfer':
        return this.transfer(command as Transfer);
      case 'hold':
        return this.hold(command as OfTransfer & { amount: string });
      case 'settle-hold':
        return this.settleHold(command as OfTransfer & { outcome: 'paid' | 'released'; note?: string });
      case 'set-group':
        return this.setGroup(command as LimitTexts & { requestId?: string; group: string });
      case 'set-account':
        return this.setAccount(command as SetAccount);
      case 'reset-account':
        return this.resetAccount(command as OfTransfer & { deposit: string });
      default:
        throw new Error(`the type ${type} has a shape but no rule`);
    }
  }

  /** Always zero, since cash + the house's result = what was paid in less what was paid out. */
  conservation(): bigint {
    for (const userId of this.balances.keys()) {
      const margins = sumOf(this.ordersOf(userId).map(({ margin }) => margin));
      if (this.cashOf(userId) !== this.balanceOf(userId) + margins + this.heldBy(userId))
        throw new Error(`the ledger of ${userId} is not what the account has`);
    }
    return sumOf([...this.ledgers.values()].flat()) + this.houseResult - this.deposits;
  }

  private cashOf(userId: string): bigint {
    return sumOf(this.ledgers.get(userId) ?? []);
  }

  private heldBy(userId: string): bigint {
    return sumOf([...this.holds.values()].flatMap((hold) => (hold.userId === userId ? [hold.amount] : [])));
  }

  /** What events tell of an account's cash. */
  private printCash(userId: string): JsonEvent {
    return this.rulesVersion >= 4 ? { cash: printMoney(this.cashOf(userId)) } : {};
  }

  openOrders(): number {
    return this.orders.length;
  }

  private setInstrument(command: SetInstrument): JsonEvent[] {
    const { requestId, asset, priceDecimals, quantityDecimals, maxLeverage, maxQuoteAgeMs } = command;
    const known = this.instruments.get(asset);
    if (known && known.priceDecimals !== priceDecimals) return this.rejectInvalid({ ...command });
    if (known && known.quantityDecimals !== quantityDecimals) return this.rejectInvalid({ ...command });
    const minQuantity = readPositive(command.minQuantity, quantityDecimals);
    const maxQuantity = readPositive(command.maxQuantity, quantityDecimals);
    if (!minQuantity || !maxQuantity) return this.rejectInvalid({ ...command });
    if (compare(minQuantity, maxQuantity) > 0) return this.rejectInvalid({ ...command });

    const fixed = { asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs };
    const { assetClass, mode, maxSpreadBps, maxJumpBps, confirmJumpMs } = command;
    const settings = JSON.parse(JSON.stringify({ assetClass, mode, maxSpreadBps, maxJumpBps, confirmJumpMs }));
    const released = known === undefined ? [] : this.release(known, 'dropped');
    // Open orders refer to their instrument, so a known instrument is changed in place.
    const instrument = Object.assign(known ?? { quote: undefined, held: undefined }, fixed, { settings });
    this.instruments.set(asset, instrument);
    return [
      {
        type: 'instrument-set',
        ...(requestId === undefined ? {} : { requestId }),
        ...fixed,
        minQuantity: printQuantity(instrument, minQuantity),
        maxQuantity: printQuantity(instrument, maxQuantity),
        ...settings,
      },
      ...released,
    ];
  }

  private setRules(command: { requestId?: string; version: number }): JsonEvent[] {
    const { requestId, version } = command;
    if (version > NEWEST_RULES) throw new Error(`rules ${version} are of the future`);
    if (version < this.rulesVersion) return this.rejectInvalid({ ...command });
    this.rulesVersion = version;
    return [{ type: 'rules-set', ...(requestId === undefined ? {} : { requestId }), version }];
  }

  private createAccount(command: OfAccount & { deposit: string }): JsonEvent[] {
    const { requestId, userId } = command;
    const deposit = unitsOf(parseDecimal(command.deposit) ?? ZERO, 6);
    if (deposit === undefined || deposit < 0n || deposit > MAX_SAFE) return this.rejectInvalid({ ...command });
    const isNew = !this.balances.has(userId);
    if (isNew) {
      this.balances.set(userId, deposit);
      this.ledgers.set(userId, [deposit]);
      this.deposits += deposit;
    }
    const balance = printMoney(this.balanceOf(userId));
    const told = isNew && this.rulesVersion >= 4 ? { deposit: printMoney(deposit) } : {};
    return [{ type: 'account-created', requestId, userId, balance, ...this.printCash(userId), ...told }];
  }

  private transfer(command: Transfer): JsonEvent[] {
    const { requestId, transferId, userId, kind } = command;
    if (!this.balances.has(userId)) return this.reject({ requestId, userId }, 'unknown_account');
    if (this.isIdInUse(transferId)) return this.reject({ requestId, userId }, 'duplicate_transfer');
    const amount = readAmount(command.amount);
    if (amount === 0n || (amount < 0n && kind === 'deposit'))
      return this.reject({ requestId, userId }, 'invalid_amount');
    if (this.balanceOf(userId) + amount < 0n) return this.reject({ requestId, userId }, 'insufficient_balance');
    return [this.move(command, amount)];
  }

  private move({ requestId, transferId, userId, kind, note }: Omit<Transfer, 'amount'>, amount: bigint): JsonEvent {
    this.closedIds.set(transferId, { userId, closedAt: this.now, isTransfer: true });
    this.addToBalance(userId, amount);
    this.book(userId, amount);
    this.deposits += amount;
    const noted = note === undefined ? {} : { note };
    return { type: 'transferred', requestId, transferId, userId, kind, ...this.printMoved(userId, amount), ...noted };
  }

  private hold(command: OfTransfer & { amount: string }): JsonEvent[] {
    const { requestId, transferId, userId } = command;
    if (!this.balances.has(userId)) return this.reject({ requestId, userId }, 'unknown_account');
    if (this.isIdInUse(transferId)) return this.reject({ requestId, userId }, 'duplicate_transfer');
    const amount = readAmount(command.amount);
    if (amount <= 0n) return this.reject({ requestId, userId }, 'invalid_amount');
    const count = [...this.holds.values()].filter((hold) => hold.userId === userId).length;
    if (count >= MAX_HOLDS_OF_ACCOUNT) return this.reject({ requestId, userId }, 'too_many_holds');
    if (amount > this.balanceOf(userId)) return this.reject({ requestId, userId }, 'insufficient_balance');
    this.holds.set(transferId, { userId, amount });
    this.ordersEver += 1;
    this.addToBalance(userId, -amount);
    return [{ type: 'held', requestId, transferId, userId, ...this.printMoved(userId, amount) }];
  }

  private settleHold(command: OfTransfer & { outcome: 'paid' | 'released'; note?: string }): JsonEvent[] {
    const { requestId, transferId, userId, outcome, note } = command;
    if (!this.balances.has(userId)) return this.reject({ requestId, userId }, 'unknown_account');
    const hold = this.holds.get(transferId);
    if (hold?.userId !== userId) return this.reject({ requestId, userId }, 'unknown_transfer');
    this.holds.delete(transferId);
    this.closedIds.set(transferId, { userId, closedAt: this.now, isTransfer: true });
    if (outcome === 'released') this.addToBalance(userId, hold.amount);
    if (outcome === 'paid') {
      this.book(userId, -hold.amount);
      this.deposits -= hold.amount;
    }
    const moved = this.printMoved(userId, hold.amount);
    const noted = note === undefined ? {} : { note };
    return [{ type: 'hold-settled', requestId, transferId, userId, outcome, ...moved, ...noted }];
  }

  private setGroup(command: LimitTexts & { requestId?: string; group: string }): JsonEvent[] {
    const { requestId, group } = command;
    const asked = requestId === undefined ? {} : { requestId };
    const limits = changed({}, command);
    if (!limits) return this.rejectInvalid({ requestId });
    if (group !== 'default')
      return requestId === undefined
        ? []
        : [{ type: 'rejected', requestId, code: 'unknown_group', message: 'unknown_group' }];
    this.groupLimits = limits;
    return [{ type: 'group-set', ...asked, group, ...printLimits(limits) }];
  }

  private setAccount(command: SetAccount): JsonEvent[] {
    const { requestId, userId, pausedUntil } = command;
    const refuse = (code: string) => this.reject({ requestId, userId }, code);
    const before = this.settingsOf(userId);
    const limits = changed(before.limits, command.limits ?? {});
    if (!limits) return refuse('invalid_command');
    if (pausedUntil !== undefined && (pausedUntil <= this.now || pausedUntil > this.now + MAX_PAUSE_MS))
      return refuse('invalid_command');
    if (!this.balances.has(userId)) return refuse('unknown_account');
    if (pausedUntil !== undefined && pausedUntil < before.pausedUntil) return refuse('account_restricted');
    const after = { rights: command.rights ?? before.rights, pausedUntil: pausedUntil ?? before.pausedUntil, limits };
    this.settings.set(userId, after);
    const own = printLimits(limits);
    return [
      {
        ...{ type: 'account-set', requestId, userId, rights: after.rights, ...this.printPause(userId) },
        ...(Object.keys(own).length > 0 ? { limits: own } : {}),
      },
    ];
  }

  private settingsOf(userId: string): Settings {
    return this.settings.get(userId) ?? { rights: 'full', pausedUntil: 0, limits: {} };
  }

  private printPause(userId: string): JsonEvent {
    const { pausedUntil } = this.settingsOf(userId);
    return this.now < pausedUntil ? { pausedUntil } : {};
  }

  private mayOpen(userId: string): boolean {
    const { rights, pausedUntil } = this.settingsOf(userId);
    return rights === 'full' && this.now >= pausedUntil;
  }

  private resetAccount(command: OfTransfer & { deposit: string }): JsonEvent[] {
    const { requestId, transferId, userId } = command;
    const refuse = (code: string) => this.reject({ requestId, userId }, code);
    if (!this.balances.has(userId)) return refuse('unknown_account');
    if (this.isIdInUse(transferId)) return refuse('duplicate_transfer');
    if (this.settingsOf(userId).rights === 'none') return refuse('account_restricted');
    if (this.heldBy(userId) > 0n) return refuse('account_in_use');
    const orders = this.ordersOf(userId);
    if (orders.some(({ instrument }) => instrument.settings.mode === 'closed')) return refuse('market_closed');
    const deposit = readAmount(command.deposit);
    if (deposit <= 0n) return refuse('invalid_amount');
    if (orders.some(({ instrument }) => this.isStale(instrument))) return refuse('stale_price');
    const closings = orders.map((order) => this.close(order, quoteOf(order.instrument), 'manual', null));
    const amount = deposit - this.cashOf(userId);
    const note = 'The account was reset.';
    return [...closings, this.move({ requestId, transferId, userId, kind: 'adjustment', note }, amount)];
  }

  private printMoved(userId: string, amount: bigint): JsonEvent {
    const balance = printMoney(this.balanceOf(userId));
    return { amount: printMoney(amount), cash: printMoney(this.cashOf(userId)), balance };
  }

  private book(userId: string, amount: bigint): void {
    this.ledgers.get(userId)?.push(amount);
  }

  private updatePrice(command: Tick): JsonEvent[] {
    const instrument = this.instruments.get(command.asset);
    if (!instrument || instrument.settings.mode === 'closed') return [];
    const bid = readPrice(instrument, command.bid, this.rulesVersion);
    const ask = readPrice(instrument, command.ask, this.rulesVersion);
    if (!bid || !ask || compare(ask, bid) < 0) return [];
    const { source } = command;
    const exchangeTime = command.exchangeTime === undefined ? undefined : BigInt(command.exchangeTime);
    const tick = { bid, ask, exchangeTime, source };
    switch (fateOf(tick, instrument, this.now)) {
      case 'nothing':
        return [];
      case 'held':
        instrument.held = { ...tick, heldSince: this.now };
        return [{ type: 'price-held', ...printHeld(instrument, instrument.held) }];
      case 'replaces the held one':
        instrument.held = { ...tick, heldSince: instrument.held?.heldSince ?? this.now };
        return [];
      case 'confirmed':
        return [...this.release(instrument, 'confirmed'), ...this.takePrice(instrument, bid, ask)];
      case 'taken':
        return [...this.release(instrument, 'dropped'), ...this.takePrice(instrument, bid, ask)];
    }
  }

  private takePrice(instrument: Instrument, bid: Rational, ask: Rational): JsonEvent[] {
    const quote = { bid, ask, timeMs: this.now };
    instrument.quote = quote;
    const events: JsonEvent[] = [];
    for (const order of this.orders.filter((order) => order.instrument === instrument)) {
      const reason = triggerAt(order, closingPrice(order.side, quote));
      if (reason) events.push(this.close(order, quote, reason, null));
    }
    return events;
  }

  private release(instrument: Instrument, outcome: string): JsonEvent[] {
    const { held } = instrument;
    instrument.held = undefined;
    return held === undefined ? [] : [{ type: 'price-released', ...printHeld(instrument, held), outcome }];
  }

  private createOrder(command: CreateOrder): JsonEvent[] {
    const reject = (code: string) => this.reject(command, code);
    const instrument = this.instruments.get(command.asset);
    const expectedPrice =
      instrument && command.expectedPrice !== undefined
        ? readPrice(instrument, command.expectedPrice, this.rulesVersion)
        : undefined;
    if (instrument && command.expectedPrice !== undefined && !expectedPrice) return this.rejectInvalid({ ...command });
    if (!instrument) return reject('unknown_asset');
    if (!this.balances.has(command.userId)) return reject('unknown_account');
    if (this.isIdInUse(command.orderId)) return reject('duplicate_order');
    if (!this.mayOpen(command.userId)) return reject('account_restricted');
    if (this.isTooLate(command)) return reject('expired');
    if (instrument.settings.mode === 'closed') return reject('market_closed');
    if (instrument.settings.mode === 'close_only') return reject('close_only');
    const quantity = readPositive(command.quantity, instrument.quantityDecimals);
    if (!quantity || !isBetween(instrument.minQuantity, quantity, instrument.maxQuantity)) {
      return reject('invalid_quantity');
    }
    const { leverage, side } = command;
    if (!Number.isInteger(leverage) || leverage < 1 || leverage > instrument.maxLeverage) {
      return reject('invalid_leverage');
    }
    if (this.ordersOf(command.userId).length >= MAX_ORDERS_OF_ACCOUNT) return reject('too_many_orders');
    const quote = instrument.quote;
    if (!quote) return reject('no_price');
    if (this.isStale(instrument)) return reject('stale_price');

    const openPrice = openingPrice(side, quote);
    const takeProfit = this.readLevel(instrument, command.takeProfit);
    if (takeProfit === 'bad' || (takeProfit && gain(side, openPrice, takeProfit).numerator <= 0n)) {
      return reject('invalid_take_profit');
    }
    const stopLoss = this.readLevel(instrument, command.stopLoss);
    if (stopLoss === 'bad' || (stopLoss && gain(side, stopLoss, closingPrice(side, quote)).numerator <= 0n)) {
      return reject('invalid_stop_loss');
    }
    // Positive is worse: a buy that filled above the expected price, a sell that filled below it.
    const slippage = expectedPrice ? gain(side, expectedPrice, openPrice) : ZERO;
    if (expectedPrice && command.maxSlippageBps !== undefined) {
      const allowed = multiply(expectedPrice, fraction(BigInt(command.maxSlippageBps), 10_000n));
      if (compare(slippage, allowed) > 0) return reject('slippage_exceeded');
    }
    const { orderId, userId } = command;
    const margin = marginOf(openPrice, quantity, leverage);
    const terms = { orderId, userId, instrument, side, quantity, leverage };
    const number = this.ordersEver;
    const order: Order = { ...terms, number, openPrice, margin, takeProfit, stopLoss, slippage, openedAt: this.now };
    const limits = lowest(this.groupLimits, this.settingsOf(userId).limits);
    if (isBeyond([...this.ordersOf(userId), order], limits)) return reject('position_limit');
    if (isMarginCalled(order, closingPrice(side, quote))) return reject('immediate_liquidation');
    if (margin > this.balanceOf(userId)) return reject('insufficient_balance');

    this.addToBalance(userId, -margin);
    this.ordersEver += 1;
    this.orders.push(order);
    return [
      {
        type: 'created',
        requestId: command.requestId,
        ...printDeal(order),
        ...printLevels(order),
        liquidationPrice: printLiquidationPrice(order),
        balance: printMoney(this.balanceOf(userId)),
        ...this.printCash(userId),
      },
    ];
  }

  private updateOrder(command: UpdateOrder): JsonEvent[] {
    if (!this.balances.has(command.userId)) return this.reject(command, 'unknown_account');
    const order = this.findOrder(command);
    if (!order) return this.reject(command, 'unknown_order');
    if (this.isTooLate(command)) return this.reject(command, 'expired');
    const { instrument, side } = order;
    const price = closingPrice(side, quoteOf(instrument));

    const takeProfit =
      command.takeProfit === undefined ? order.takeProfit : this.readLevel(instrument, command.takeProfit);
    if (takeProfit === 'bad') return this.reject(command, 'invalid_take_profit');
    const stopLoss = command.stopLoss === undefined ? order.stopLoss : this.readLevel(instrument, command.stopLoss);
    if (takeProfit && gain(side, price, takeProfit).numerator <= 0n) return this.reject(command, 'invalid_take_profit');
    if (stopLoss === 'bad') return this.reject(command, 'invalid_stop_loss');
    if (stopLoss && gain(side, stopLoss, price).numerator <= 0n) return this.reject(command, 'invalid_stop_loss');

    order.takeProfit = takeProfit;
    order.stopLoss = stopLoss;
    const { requestId, orderId, userId } = command;
    return [{ type: 'updated', requestId, orderId, userId, ...printLevels(order) }];
  }

  private closeOrder(command: OfOrder & Perishable): JsonEvent[] {
    if (!this.balances.has(command.userId)) return this.reject(command, 'unknown_account');
    const order = this.findOrder(command);
    if (!order) return this.reject(command, 'unknown_order');
    if (this.settingsOf(command.userId).rights === 'none') return this.reject(command, 'account_restricted');
    if (this.isTooLate(command)) return this.reject(command, 'expired');
    if (order.instrument.settings.mode === 'closed') return this.reject(command, 'market_closed');
    if (this.isStale(order.instrument)) return this.reject(command, 'stale_price');
    return [this.close(order, quoteOf(order.instrument), 'manual', command.requestId)];
  }

  /** From rules version 3 on, some commands may name the time until which they may be carried out. */
  private hasBadTime(type: string, { validUntil }: Fields): boolean {
    const isPerishable = type === 'create-order' || type === 'update-order' || type === 'close-order';
    if (this.rulesVersion < 3 || !isPerishable || validUntil === undefined) return false;
    return !(Number.isSafeInteger(validUntil) && Number(validUntil) >= 0);
  }

  private isTooLate({ validUntil }: Perishable): boolean {
    return this.rulesVersion >= 3 && validUntil !== undefined && this.now > validUntil;
  }

  /** From rules version 2 on, a read that names its asker is answered to that asker alone, and yields no event. */
  private isPrivate(data: Fields): boolean {
    return this.rulesVersion >= 2 && typeof data.replyTo === 'string' && /^[\w-]{1,64}$/.test(data.replyTo);
  }

  private getAccount(command: GetAccount): JsonEvent[] {
    const { requestId, userId } = command;
    const isPaged = this.rulesVersion >= 2 && command.orders !== undefined;
    if (isPaged && !isPage(command.orders)) return this.reject({ requestId, userId }, 'invalid_command');
    const hasBadExposure = command.exposure !== undefined && typeof command.exposure !== 'boolean';
    if (this.rulesVersion >= 5 && hasBadExposure) return this.reject({ requestId, userId }, 'invalid_command');
    if (!this.balances.has(userId)) return this.reject({ requestId, userId }, 'unknown_account');
    const orders = this.ordersOf(userId);
    const balance = this.balanceOf(userId);
    const usedMargin = orders.reduce((sum, order) => sum + order.margin, 0n);
    const unrealizedPnl = orders.reduce((sum, order) => sum + currentPnl(order), 0n);
    const equity = balance + usedMargin + unrealizedPnl;
    // A percentage with two digits is a whole number of ten-thousandths.
    const marginLevel = orders.length === 0 ? null : printUnits(floor(fraction(10_000n * equity, usedMargin)), 2);
    return [
      {
        type: 'account',
        requestId,
        userId,
        balance: printMoney(balance),
        usedMargin: printMoney(usedMargin),
        unrealizedPnl: printMoney(unrealizedPnl),
        equity: printMoney(equity),
        freeMargin: printMoney(balance),
        marginLevel,
        ...this.printLedger(userId),
        ...this.printSettings(command),
        ...(isPaged ? pageOf(orders, command.orders as Page) : { orders: orders.map(printOpenOrder) }),
      },
    ];
  }

  private printLedger(userId: string): JsonEvent {
    if (this.rulesVersion < 4) return {};
    const [holds, withdrawable] = [printMoney(this.heldBy(userId)), printMoney(this.balanceOf(userId))];
    return { ...this.printCash(userId), holds, withdrawable };
  }

  private printSettings({ userId, exposure }: GetAccount): JsonEvent {
    if (this.rulesVersion < 5) return {};
    const { rights, limits } = this.settingsOf(userId);
    const told = {
      limits: printLimits(lowest(this.groupLimits, limits)),
      groupLimits: printLimits(this.groupLimits),
      ownLimits: printLimits(limits),
    };
    const set = Object.entries(told).filter(([, printed]) => Object.keys(printed).length > 0);
    const used = exposure === true ? { exposure: printExposure(this.ordersOf(userId)) } : {};
    return { rights, ...this.printPause(userId), ...Object.fromEntries(set), ...used };
  }

  private getOrder(command: OfOrder): JsonEvent[] {
    const { requestId, orderId, userId } = command;
    if (!this.balances.has(userId)) return this.reject(command, 'unknown_account');
    const answer = { type: 'order', requestId, orderId, userId };
    const order = this.findOrder(command);
    if (order) return [{ ...answer, status: 'open', order: printOpenOrder(order) }];
    const closed = this.closedIds.get(orderId);
    const wasHis = this.isRemembered(orderId) && closed?.userId === userId && !closed.isTransfer;
    return [{ ...answer, status: wasHis ? 'closed' : 'unknown' }];
  }

  private voidOrder(command: OfOrder): JsonEvent[] {
    const { orderId, userId } = command;
    const answer = this.getOrder(command);
    if (this.balances.has(userId) && !this.isIdInUse(orderId))
      this.closedIds.set(orderId, { userId, closedAt: this.now, isTransfer: false });
    return answer;
  }

  private close(order: Order, quote: Quote, reason: TriggerReason | 'manual', requestId: string | null): JsonEvent {
    const closePrice = closingPrice(order.side, quote);
    const pnl = pnlAt(order, closePrice);
    const payout = order.margin + pnl > 0n ? order.margin + pnl : 0n;
    this.orders = this.orders.filter((other) => other !== order);
    this.closedIds.set(order.orderId, { userId: order.userId, closedAt: this.now, isTransfer: false });
    this.addToBalance(order.userId, payout);
    this.book(order.userId, payout - order.margin);
    this.houseResult += order.margin - payout;
    return {
      type: 'closed',
      requestId,
      ...printDeal(order),
      closePrice: printPrice(order.instrument, closePrice),
      pnl: printMoney(pnl),
      payout: printMoney(payout),
      reason,
      liquidated: reason === 'liquidation',
      balance: printMoney(this.balanceOf(order.userId)),
      closedAt: this.now,
      ...this.printCash(order.userId),
    };
  }

  private reject(command: OfAccount & { orderId?: string }, code: string): JsonEvent[] {
    const { requestId, orderId, userId } = command;
    return [
      { type: 'rejected', requestId, ...(orderId === undefined ? {} : { orderId }), userId, code, message: code },
    ];
  }

  private rejectInvalid(data: Fields): JsonEvent[] {
    const { requestId, orderId, userId } = data;
    if (!isRequestId(requestId)) return [];
    const event: JsonEvent = { type: 'rejected', code: 'invalid_command', message: 'invalid command' };
    event.requestId = String(requestId);
    if (isId(orderId)) event.orderId = String(orderId);
    if (isId(userId)) event.userId = String(userId);
    return [event];
  }

  private balanceOf(userId: string): bigint {
    const balance = this.balances.get(userId);
    if (balance === undefined) throw new Error(`${userId} has no account`);
    return balance;
  }

  private addToBalance(userId: string, amount: bigint): void {
    this.balances.set(userId, this.balanceOf(userId) + amount);
  }

  private ordersOf(userId: string): Order[] {
    return this.orders.filter((order) => order.userId === userId);
  }

  private findOrder(command: OfOrder): Order | undefined {
    return this.orders.find((order) => order.orderId === command.orderId && order.userId === command.userId);
  }

  private isRemembered(orderId: string): boolean {
    const closed = this.closedIds.get(orderId);
    return closed !== undefined && closed.closedAt + CLOSED_ID_MS >= this.now;
  }

  private isIdInUse(orderId: string): boolean {
    const isOpen = this.orders.some((order) => order.orderId === orderId) || this.holds.has(orderId);
    return isOpen || this.isRemembered(orderId);
  }

  private readLevel(instrument: Instrument, text: string | null | undefined): Rational | undefined | 'bad' {
    if (text === undefined || text === null) return undefined;
    return readPrice(instrument, text, this.rulesVersion) ?? 'bad';
  }

  private isStale(instrument: Instrument): boolean {
    return instrument.held !== undefined || this.now - quoteOf(instrument).timeMs > instrument.maxQuoteAgeMs;
  }
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** An amount of money in millionths. What is none is as good as nothing. */
function readAmount(text: string): bigint {
  const units = unitsOf(parseDecimal(text) ?? ZERO, 6) ?? 0n;
  return units <= MAX_SAFE && units >= -MAX_SAFE ? units : 0n;
}

/** A positive amount on the grid that fits into a safe integer of its units. */
function readPositive(text: string, decimals: number): Rational | undefined {
  const value = parseDecimal(text);
  const units = value && unitsOf(value, decimals);
  return units !== undefined && units > 0n && units <= MAX_SAFE ? value : undefined;
}

/** The quote at which an order of this instrument was opened, or a later one: there is one in any case. */
function quoteOf(instrument: Instrument): Quote {
  if (!instrument.quote) throw new Error(`${instrument.asset} has no quote`);
  return instrument.quote;
}

function printHeld(instrument: Instrument, { bid, ask, source, heldSince }: HeldTick): JsonEvent {
  const prices = { bid: printPrice(instrument, bid), ask: printPrice(instrument, ask) };
  return { asset: instrument.asset, ...prices, source: source ?? null, heldSince };
}

function currentPnl(order: Order): bigint {
  return pnlAt(order, closingPrice(order.side, quoteOf(order.instrument)));
}

function printOpenOrder(order: Order): JsonEvent {
  return {
    ...printDeal(order),
    ...printLevels(order),
    liquidationPrice: printLiquidationPrice(order),
    currentPrice: printPrice(order.instrument, closingPrice(order.side, quoteOf(order.instrument))),
    unrealizedPnl: printMoney(currentPnl(order)),
  };
}
