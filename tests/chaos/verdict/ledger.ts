import type { JsonEvent } from '@fulcrum/protocol';
import type { Findings } from './findings.ts';
import type { Cause } from './replay.ts';

/** Works out balances, open orders and holds from the events alone: what came in, less margins and holds, plus payouts. */
export class Ledger {
  readonly #findings: Findings;
  readonly #balances = new Map<string, bigint>();
  /** The owner of each open order. */
  readonly #open = new Map<string, string>();
  /** The owner of each order that waits. */
  readonly #pending = new Map<string, string>();
  readonly #holds = new Map<string, bigint>();
  /** What each account has, by the changes of its cash. */
  readonly #cash = new Map<string, bigint>();
  /** What was paid in less what was paid out. */
  #deposits = 0n;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  take({ events }: Cause): void {
    for (const event of events) this.#take(event);
  }

  get deposits(): bigint {
    return this.#deposits;
  }

  /** What each user has now, in millionths. */
  balances(): Map<string, bigint> {
    return new Map(this.#balances);
  }

  /** What is on hold, by the transfer. */
  holds(): Map<string, bigint> {
    return new Map(this.#holds);
  }

  openOrders(): Map<string, string> {
    return new Map(this.#open);
  }

  pendingOrders(): Map<string, string> {
    return new Map(this.#pending);
  }

  #take(event: JsonEvent): void {
    switch (event.type) {
      case 'account-created':
        if (!this.#balances.has(event.userId)) {
          this.#deposits += millionths(event.balance);
          this.#balances.set(event.userId, millionths(event.balance));
          this.#book(event.userId, millionths(event.balance));
        }
        break;
      case 'created': {
        const fee = millionths(event.guaranteedExecutionFee ?? '0.000000');
        this.#add(event.userId, -millionths(event.margin) - fee);
        this.#book(event.userId, -fee);
        this.#open.set(event.orderId, event.userId);
        this.#pending.delete(event.orderId);
        break;
      }
      case 'placed':
        this.#pending.set(event.orderId, event.userId);
        return;
      case 'cancelled':
        this.#pending.delete(event.orderId);
        return;
      case 'reduced':
        this.#pending.delete(event.orderId);
        break;
      case 'closed':
        this.#add(event.userId, millionths(event.payout));
        this.#book(event.userId, millionths(event.payout) - millionths(event.margin));
        if (event.remaining === undefined) this.#open.delete(event.orderId);
        break;
      case 'transferred':
        this.#deposits += millionths(event.amount);
        this.#add(event.userId, millionths(event.amount));
        this.#book(event.userId, millionths(event.amount));
        break;
      case 'held':
        this.#holds.set(event.transferId, millionths(event.amount));
        this.#add(event.userId, -millionths(event.amount));
        break;
      case 'hold-settled': {
        const amount = this.#holds.get(event.transferId) ?? 0n;
        this.#holds.delete(event.transferId);
        if (event.outcome === 'released') this.#add(event.userId, amount);
        else {
          this.#deposits -= amount;
          this.#book(event.userId, -amount);
        }
        break;
      }
      default:
        return;
    }
    const balance = this.#balances.get(event.userId);
    this.#findings.expect(
      balance === millionths(event.balance),
      'wrong',
      () => `the journal gives ${event.userId} the balance ${event.balance}, its own amounts give ${balance}`,
    );
  }

  /** What each account has in all, in millionths. */
  cash(): Map<string, bigint> {
    return new Map(this.#cash);
  }

  #book(userId: string, amount: bigint): void {
    this.#cash.set(userId, (this.#cash.get(userId) ?? 0n) + amount);
  }

  #add(userId: string, amount: bigint): void {
    this.#balances.set(userId, (this.#balances.get(userId) ?? 0n) + amount);
  }
}

/** An amount of money with 6 decimals. */
export function millionths(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}
