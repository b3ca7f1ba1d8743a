import type { Database } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import type { Findings } from './findings.ts';
import { type Ledger, millionths } from './ledger.ts';
import type { Cause } from './replay.ts';

/** The present content of the snapshot's tables. */
interface Tables {
  readonly checkpoint: LogId;
  readonly balances: ReadonlyMap<string, bigint>;
  /** The owner of each open order. */
  readonly openOrders: ReadonlyMap<string, string>;
  /** The owner of each order that waits. */
  readonly pendingOrders: ReadonlyMap<string, string>;
  readonly holds: ReadonlyMap<string, bigint>;
  /** The hash of each snapshot point that is kept, by its position. */
  readonly hashes: ReadonlyMap<LogId, string>;
}

/** Compares the snapshot's tables, and the hash of every snapshot point, with the journal at their own positions. */
export class TablesCheck {
  readonly #tables: Tables;
  readonly #ledger: Ledger;
  readonly #findings: Findings;
  readonly #hashes: Map<LogId, string>;

  private constructor(tables: Tables, ledger: Ledger, findings: Findings) {
    this.#tables = tables;
    this.#ledger = ledger;
    this.#findings = findings;
    this.#hashes = new Map(tables.hashes);
  }

  static async read(db: Database, ledger: Ledger, findings: Findings): Promise<TablesCheck> {
    const tables = await db.$transaction(
      async (tx) => ({
        checkpoint: (await tx.checkpoint.findUniqueOrThrow({ where: { shard_reader: { shard: 0, reader: 'engine' } } }))
          .position,
        balances: new Map((await tx.account.findMany()).map((row) => [row.userId, millionths(row.balance.toFixed(6))])),
        openOrders: new Map((await tx.openOrder.findMany()).map(({ orderId, userId }) => [orderId, userId])),
        pendingOrders: new Map((await tx.pendingOrder.findMany()).map(({ orderId, userId }) => [orderId, userId])),
        holds: new Map((await tx.hold.findMany()).map((row) => [row.transferId, millionths(row.amount.toFixed(6))])),
        hashes: new Map((await tx.snapshot.findMany()).map(({ position, stateHash }) => [position, stateHash])),
      }),
      { isolationLevel: 'RepeatableRead' },
    );
    return new TablesCheck(tables, ledger, findings);
  }

  get snapshotPoints(): number {
    return this.#tables.hashes.size;
  }

  /** Called for each entry, after the ledger has taken it. */
  take({ id, stateHash }: Cause): void {
    const hash = this.#hashes.get(id);
    if (hash !== undefined)
      this.#findings.expect(
        hash === stateHash(),
        'wrong',
        () => `the snapshot point at ${id} has the hash ${hash}, the journal gives ${stateHash()}`,
      );
    this.#hashes.delete(id);
    if (id !== this.#tables.checkpoint) return;
    compareMaps('Account', this.#tables.balances, this.#ledger.balances(), this.#findings);
    compareMaps('Hold', this.#tables.holds, this.#ledger.holds(), this.#findings);
    compareMaps('OpenOrder', this.#tables.openOrders, this.#ledger.openOrders(), this.#findings);
    compareMaps('PendingOrder', this.#tables.pendingOrders, this.#ledger.pendingOrders(), this.#findings);
  }

  end(): void {
    for (const position of this.#hashes.keys())
      this.#findings.add('wrong', `there is a snapshot point at ${position}, and the journal has no such entry`);
  }
}

/** Expects the same keys with the same values. */
export function compareMaps<Value>(
  name: string,
  found: ReadonlyMap<string, Value>,
  expected: ReadonlyMap<string, Value>,
  findings: Findings,
): void {
  for (const [key, value] of expected) {
    const kind = found.has(key) ? 'wrong' : 'lost';
    findings.expect(
      found.get(key) === value,
      kind,
      () => `${name} ${key}: ${found.get(key)}, and it has to be ${value}`,
    );
  }
  for (const key of found.keys())
    if (!expected.has(key)) findings.add('doubled', `${name} has ${key}, which the journal does not give`);
}
