import type { JsonEvent } from './json.ts';
import { compare, parseDecimal, type Rational, subtract, unitsOf } from './model/rational.ts';

/**
 * Keeps the books from the published events alone, so that conservation is checked from outside. Every printed balance
 * must be the sum of the deposits, margins and payouts that were printed before it.
 */
export class Ledger {
  private readonly balances = new Map<string, bigint>();
  /** What is open of each order. */
  private readonly open = new Map<string, { margin: bigint; quantity: Rational }>();
  private readonly holds = new Map<string, bigint>();
  /** What each account's ledger adds up to. */
  private readonly cash = new Map<string, bigint>();
  private deposits = 0n;
  private houseResult = 0n;

  record(data: unknown, events: readonly JsonEvent[]): void {
    for (const event of events) {
      if (event.type === 'account-created') this.recordAccount(event, data as { deposit: string });
      if (event.type === 'created') this.recordOpening(event);
      if (event.type === 'closed') this.recordClosing(event);
      if (event.type === 'transferred') this.recordTransfer(event);
      if (event.type === 'held') this.recordHold(event);
      if (event.type === 'hold-settled') this.recordSettlement(event);
      if (event.cash !== undefined) this.expectCash(event);
      if ('balance' in event) this.expectBalance(event);
    }
    if (this.imbalance() !== 0n) throw new Error(`the books are off by ${this.imbalance()} millionths`);
  }

  private recordAccount(event: JsonEvent, data: { deposit: string }): void {
    const user = String(event.userId);
    const isNew = !this.balances.has(user);
    if (event.cash !== undefined && (event.deposit !== undefined) !== isNew)
      throw new Error(`${user} is new: ${isNew}`);
    if (!isNew) return;
    this.balances.set(user, money(data.deposit));
    this.cash.set(user, money(data.deposit));
    this.deposits += money(data.deposit);
  }

  private recordOpening(event: JsonEvent): void {
    const order = String(event.orderId);
    if (this.open.has(order)) throw new Error(`${order} was opened twice`);
    const fee = money(event.guaranteedExecutionFee ?? '0');
    this.open.set(order, { margin: money(event.margin), quantity: decimal(event.quantity) });
    this.add(event, -money(event.margin) - fee);
    this.book(event, -fee);
    this.houseResult += fee;
    if (this.balanceOf(event) < 0n) throw new Error(`${event.userId} paid with money he does not have`);
  }

  /** Takes the closing of an order, or of a part of it. */
  private recordClosing(event: JsonEvent): void {
    const order = String(event.orderId);
    const before = this.open.get(order);
    if (before === undefined) throw new Error(`${order} was closed but was not open`);
    const margin = money(event.margin);
    const rest = { margin: before.margin - margin, quantity: subtract(before.quantity, decimal(event.quantity)) };
    if (rest.margin !== money(event.remainingMargin ?? '0')) throw new Error(`${order} was closed with another margin`);
    if (compare(rest.quantity, decimal(event.remaining ?? '0')) !== 0)
      throw new Error(`${order} was closed with another quantity`);
    const result = margin + money(event.pnl);
    const payout = money(event.payout);
    if (payout !== (result > 0n ? result : 0n)) throw new Error(`${order} paid out ${event.payout}`);
    if (rest.quantity.numerator === 0n) this.open.delete(order);
    else this.open.set(order, rest);
    this.add(event, payout);
    this.book(event, payout - margin);
    this.houseResult += margin - payout;
  }

  private recordTransfer(event: JsonEvent): void {
    this.add(event, money(event.amount));
    this.book(event, money(event.amount));
    this.deposits += money(event.amount);
  }

  private recordHold(event: JsonEvent): void {
    const transfer = String(event.transferId);
    if (this.holds.has(transfer)) throw new Error(`${transfer} was put on hold twice`);
    this.holds.set(transfer, money(event.amount));
    this.add(event, -money(event.amount));
    if (this.balanceOf(event) < 0n) throw new Error(`${event.userId} put aside money he does not have`);
  }

  private recordSettlement(event: JsonEvent): void {
    const amount = this.holds.get(String(event.transferId));
    if (amount === undefined || amount !== money(event.amount)) throw new Error(`${event.transferId} was not on hold`);
    this.holds.delete(String(event.transferId));
    if (event.outcome === 'released') this.add(event, amount);
    if (event.outcome === 'released') return;
    this.book(event, -amount);
    this.deposits -= amount;
  }

  private expectCash(event: JsonEvent): void {
    const cash = this.cash.get(String(event.userId));
    if (money(event.cash) !== cash)
      throw new Error(`the cash is ${event.cash}, and the ledger says ${cash} millionths`);
  }

  private book(event: JsonEvent, amount: bigint): void {
    const cash = this.cash.get(String(event.userId)) ?? 0n;
    this.cash.set(String(event.userId), cash + amount);
  }

  private expectBalance(event: JsonEvent): void {
    if (money(event.balance) === this.balanceOf(event)) return;
    throw new Error(`the balance is ${event.balance}, and the books say ${this.balanceOf(event)} millionths`);
  }

  private balanceOf(event: JsonEvent): bigint {
    const balance = this.balances.get(String(event.userId));
    if (balance === undefined) throw new Error(`${event.userId} has no account`);
    return balance;
  }

  private add(event: JsonEvent, amount: bigint): void {
    this.balances.set(String(event.userId), this.balanceOf(event) + amount);
  }

  private imbalance(): bigint {
    const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, amount) => total + amount, 0n);
    const margins = sum([...this.open.values()].map(({ margin }) => margin));
    const accounts = sum(this.balances.values()) + margins + sum(this.holds.values());
    return accounts + this.houseResult - this.deposits;
  }
}

function money(text: unknown): bigint {
  const value = parseDecimal(String(text));
  const units = value && unitsOf(value, 6);
  if (units === undefined) throw new Error(`${text} is not an amount of money`);
  return units;
}

function decimal(text: unknown): Rational {
  const value = parseDecimal(String(text));
  if (value === undefined) throw new Error(`${text} is not a quantity`);
  return value;
}
