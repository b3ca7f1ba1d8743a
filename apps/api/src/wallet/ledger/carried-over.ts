import { formatDecimal, MONEY_DECIMALS, readMoney } from '@fulcrum/cfd';
import { unavailable } from '@fulcrum/http';
import type { LogId } from '@fulcrum/log';
import { idAt, type LedgerEntry } from './ledger-entry.ts';
import type { LedgerRows } from './ledger-rows.ts';

/** What the engine says of an account's cash, and behind which result. Rules older than the ledger tell no cash. */
export interface CashAnswer {
  readonly cash: string | undefined;
  readonly after: LogId;
}

export interface CarriedOverParts {
  readonly rows: LedgerRows;
  readonly cashOf: (userId: string) => Promise<CashAnswer>;
  /** Whether the history comes to a result before long. */
  readonly reaches: (callback: LogId) => Promise<boolean>;
}

/**
 * What an account that is older than the ledger had when the ledger began. It has no row: it follows from the first row of
 * the account, or from the account itself where nothing has changed its cash since.
 */
export class CarriedOver {
  readonly #parts: CarriedOverParts;

  constructor(parts: CarriedOverParts) {
    this.#parts = parts;
  }

  /** The entry that is to be thought before all rows. Undefined for an account that had nothing when the ledger began. */
  async entry(userId: string): Promise<LedgerEntry | undefined> {
    const { rows } = this.#parts;
    const amount = (await this.#beforeFirstRow(userId)) ?? (await this.#withoutRows(userId));
    if (amount === 0n) return undefined;
    const time = ((await rows.begins()) ?? Date.now()) - 1;
    const printed = formatDecimal(amount, MONEY_DECIMALS);
    const money = { kind: 'deposit', amount: printed, cash: printed } as const;
    return { id: `${idAt(rows.shard, time)}-0`, time, ...money, note: 'Carried over from before the ledger' };
  }

  async #beforeFirstRow(userId: string): Promise<bigint | undefined> {
    const [first] = await this.#parts.rows.read(userId, {}, 'asc', 1);
    return first && readMoney(first.cash) - readMoney(first.amount);
  }

  /** All cash is carried over where the history has come as far as the engine's answer, and still has no row. */
  async #withoutRows(userId: string): Promise<bigint> {
    const { cashOf, reaches } = this.#parts;
    const { cash, after } = await cashOf(userId);
    if (!(await reaches(after))) throw unavailable('The history is behind: it lacks what your account began with.');
    return (await this.#beforeFirstRow(userId)) ?? (cash === undefined ? 0n : readMoney(cash));
  }
}
