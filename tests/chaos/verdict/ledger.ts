import type { JsonEvent } from '@fulcrum/protocol';
import type { Findings } from './findings.ts';
import type { Cause } from './replay.ts';

/** Works out balances and open orders from the events alone: deposits, less margins, plus payouts. */
export class Ledger {
  readonly #findings: Findings;
  readonly #balances = new Map<string, bigint>();
  /** The owner of each open order. */
  readonly #open = new Map<string, string>();
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

  openOrders(): Map<string, string> {
    return new Map(this.#open);
  }

  #take(event: JsonEvent): void {
    switch (event.type) {
      case 'account-created':
        if (!this.#balances.has(event.userId)) {
          this.#deposits += millionths(event.balance);
          this.#balances.set(event.userId, millionths(event.balance));
        }
        break;
      case 'created':
        this.#add(event.userId, -millionths(event.margin));
        this.#open.set(event.orderId, event.userId);
        break;
      case 'closed':
        this.#add(event.userId, millionths(event.payout));
        this.#open.delete(event.orderId);
        break;
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

  #add(userId: string, amount: bigint): void {
    this.#balances.set(userId, (this.#balances.get(userId) ?? 0n) + amount);
  }
}

/** An amount of money with 6 decimals. */
export function millionths(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}
