import type { JsonEvent } from '../json.ts';
import type { Acted, OfAccount, OfOrder, PositionMode, Rights } from './naive-commands.ts';
import type { Limits } from './naive-limits.ts';
import { type Fields, isId, isRequestId } from './naive-shapes.ts';
import { type Instrument, type Order, type Pending, printMoney, type Quote, readPrice } from './orders/naive-order.ts';
import { fraction, parseDecimal, type Rational, unitsOf } from './rational.ts';

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const CLOSED_ID_MS = 600_000;
export const ZERO = fraction(0n);

interface Settings {
  rights: Rights;
  pausedUntil: number;
  limits: Limits;
}

/** What became of an id that is kept for a while. */
interface EndedId {
  userId: string;
  endedAt: number;
  as: 'closed' | 'cancelled' | 'transfer';
}

/** A price or a distance of a command: absent, or well-formed, or neither. */
export type Level = Rational | undefined | 'bad';

/** All that the rules know, in the order in which it came. */
export class NaiveState {
  now = 0;
  rulesVersion = 1;
  readonly instruments = new Map<string, Instrument>();
  readonly balances = new Map<string, bigint>();
  /** In the order in which they were opened. */
  orders: Order[] = [];
  /** In the order in which they were placed. */
  pending: Pending[] = [];
  /** The numbers that were given out, also to holds. */
  numbers = 0;
  /** Of orders and of transfers, which share their ids. */
  readonly endedIds = new Map<string, EndedId>();
  readonly holds = new Map<string, { userId: string; amount: bigint }>();
  /** What each account's ledger says: its cash is the sum. */
  readonly ledgers = new Map<string, bigint[]>();
  groupLimits: Limits = {};
  positionMode: PositionMode = 'hedging';
  readonly settings = new Map<string, Settings>();
  deposits = 0n;
  houseResult = 0n;

  nextNumber(): number {
    this.numbers += 1;
    return this.numbers - 1;
  }

  balanceOf(userId: string): bigint {
    const balance = this.balances.get(userId);
    if (balance === undefined) throw new Error(`${userId} has no account`);
    return balance;
  }

  addToBalance(userId: string, amount: bigint): void {
    this.balances.set(userId, this.balanceOf(userId) + amount);
  }

  cashOf(userId: string): bigint {
    return sumOf(this.ledgers.get(userId) ?? []);
  }

  book(userId: string, amount: bigint): void {
    this.ledgers.get(userId)?.push(amount);
  }

  heldBy(userId: string): bigint {
    return sumOf([...this.holds.values()].flatMap((hold) => (hold.userId === userId ? [hold.amount] : [])));
  }

  /** What events tell of an account's cash. */
  printCash(userId: string): JsonEvent {
    return this.rulesVersion >= 4 ? { cash: printMoney(this.cashOf(userId)) } : {};
  }

  ordersOf(userId: string): Order[] {
    return this.orders.filter((order) => order.userId === userId);
  }

  pendingOf(userId: string): Pending[] {
    return this.pending.filter((order) => order.userId === userId);
  }

  /** How many orders of the thousand an account has. */
  countOf(userId: string): number {
    return this.ordersOf(userId).length + this.pendingOf(userId).length;
  }

  findOrder({ orderId, userId }: { orderId: string; userId: string }): Order | undefined {
    return this.ordersOf(userId).find((order) => order.orderId === orderId);
  }

  findPending({ orderId, userId }: { orderId: string; userId: string }): Pending | undefined {
    return this.pendingOf(userId).find((order) => order.orderId === orderId);
  }

  /** From now on the id is kept, and nobody can use it for a while. */
  keepId(id: string, userId: string, as: EndedId['as']): void {
    this.endedIds.set(id, { userId, endedAt: this.now, as });
  }

  keptId(id: string): EndedId | undefined {
    const ended = this.endedIds.get(id);
    return ended && ended.endedAt + CLOSED_ID_MS >= this.now ? ended : undefined;
  }

  isIdInUse(id: string): boolean {
    const lives = [...this.orders, ...this.pending].some(({ orderId }) => orderId === id) || this.holds.has(id);
    return lives || this.keptId(id) !== undefined;
  }

  settingsOf(userId: string): Settings {
    return this.settings.get(userId) ?? { rights: 'full', pausedUntil: 0, limits: {} };
  }

  /** Rights bind the owner of an account, and a pause binds all. */
  mayOpen({ userId, actor }: Acted & { userId: string }): boolean {
    const { rights, pausedUntil } = this.settingsOf(userId);
    return (actor !== undefined || rights === 'full') && this.now >= pausedUntil;
  }

  mayClose({ userId, actor }: Acted & { userId: string }): boolean {
    return actor !== undefined || this.settingsOf(userId).rights !== 'none';
  }

  isStale(instrument: Instrument): boolean {
    return instrument.held !== undefined || this.now - quoteOf(instrument).timeMs > instrument.maxQuoteAgeMs;
  }

  isTooLate({ validUntil }: { validUntil?: number | undefined }): boolean {
    return this.rulesVersion >= 3 && validUntil !== undefined && this.now > validUntil;
  }

  readQuantity({ quantityDecimals }: Instrument, text: string): Rational | undefined {
    return readPositive(text, quantityDecimals);
  }

  readLevel(instrument: Instrument, text: string | null | undefined): Level {
    if (text === undefined || text === null) return undefined;
    return readPrice(instrument, text, this.rulesVersion) ?? 'bad';
  }
}

export function refuse({ requestId, userId }: OfAccount, code: string): JsonEvent[] {
  return [{ type: 'rejected', requestId, userId, code, message: code }];
}

export function refuseOrder({ requestId, orderId, userId }: OfOrder, code: string): JsonEvent[] {
  return [{ type: 'rejected', requestId, orderId, userId, code, message: code }];
}

/** Answers what makes no sense, as far as it says who asked about what. */
export function refuseInvalid(command: object): JsonEvent[] {
  const { requestId, orderId, userId } = command as Fields;
  if (!isRequestId(requestId)) return [];
  const about = {
    ...(isId(orderId) ? { orderId: String(orderId) } : {}),
    ...(isId(userId) ? { userId: String(userId) } : {}),
  };
  return [{ type: 'rejected', requestId: String(requestId), ...about, code: 'invalid_command', message: 'invalid' }];
}

/** The quote of an instrument that has an order: there is one in any case. */
export function quoteOf(instrument: Instrument): Quote {
  if (!instrument.quote) throw new Error(`${instrument.asset} has no quote`);
  return instrument.quote;
}

export function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** An amount of money in millionths. What is none is as good as nothing. */
export function readAmount(text: string): bigint {
  const units = unitsOf(parseDecimal(text) ?? ZERO, 6) ?? 0n;
  return units <= MAX_SAFE && units >= -MAX_SAFE ? units : 0n;
}

/** A positive amount on the grid that fits into a safe integer of its units. */
export function readPositive(text: string, decimals: number): Rational | undefined {
  const value = parseDecimal(text);
  const units = value && unitsOf(value, decimals);
  return units !== undefined && units > 0n && units <= MAX_SAFE ? value : undefined;
}
