import { type BulkTable, lossTable, type Tables } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import type { OrderEnd, OrderHistory } from '../../../apps/api/src/history/trade-history.ts';
import {
  cancelledTable,
  reducedTable,
  rejectionTable,
  tradeTable,
} from '../../../apps/recorder/src/history/history-rows.ts';

/** The tables that tell of the ends of orders. */
const ENDS = [
  [tradeTable, 'closed'],
  [cancelledTable, 'cancelled'],
  [reducedTable, 'reduced'],
] as const;

/** Refusals that are not why an order was not opened. */
const NO_REASONS = ['unknown_order', 'duplicate_order', 'unknown_account'];

/** What the recorder has written, as the API asks for it. */
export class StoredHistory implements OrderHistory {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  recordedUpTo(): Promise<LogId> {
    return this.#tables.checkpoint('recorder');
  }

  closedOrders(): never {
    throw new Error('nobody asks for pages here');
  }

  page(): never {
    throw new Error('nobody asks for the events of an order here');
  }

  hasBeginning(): never {
    throw new Error('nobody asks for the events of an order here');
  }

  async lookUpIds(orderIds: readonly string[]) {
    const ended = await this.#ends(orderIds);
    return { used: new Set(ended.map(({ orderId }) => String(orderId))), recordedUpTo: await this.recordedUpTo() };
  }

  async endOf(userId: string, orderId: string) {
    const row = (await this.#ends([orderId])).findLast((row) => row.userId === userId);
    return row && ({ status: row.status, order: row } as unknown as OrderEnd);
  }

  /** The rows with which these orders ended. */
  async #ends(orderIds: readonly string[]): Promise<StoredRow[]> {
    const ends = await Promise.all(
      ENDS.map(async ([table, status]) => (await this.#rows(table, orderIds)).map((row) => ({ ...row, status }))),
    );
    return ends
      .flat()
      .filter((row) => !('remaining' in row) || row.remaining === null)
      .sort(byId);
  }

  rejection(userId: string, orderId: string) {
    return this.#rejection(userId, orderId, (code) => !NO_REASONS.includes(code ?? ''));
  }

  duplication(userId: string, orderId: string) {
    return this.#rejection(userId, orderId, (code) => code === 'duplicate_order');
  }

  async losses() {
    const rows = await this.#rows(lossTable);
    return rows.map(({ after, foundAt }) => ({ after: after ?? '', foundAt: Number(foundAt) })).reverse();
  }

  async #rejection(userId: string, orderId: string, isMeant: (code: string | null | undefined) => boolean) {
    const rows = await this.#rows(rejectionTable, [orderId]);
    const row = rows.findLast((row) => row.userId === userId && isMeant(row.code));
    if (row === undefined) return undefined;
    return { code: row.code ?? '', message: row.message ?? '', rejectedAt: Number(row.rejectedAt) };
  }

  /**
   * In the order of the log.
   *
   * @param orderIds the only orders whose rows are wanted.
   */
  async #rows(table: BulkTable, orderIds?: readonly string[]): Promise<StoredRow[]> {
    const rows: StoredRow[] = [];
    const at = table.columns.findIndex(([column]) => column === 'orderId');
    await this.#tables.readAtOneMoment(5_000, async ({ copy }) => {
      for await (const some of copy(table))
        for (const row of some)
          if (orderIds === undefined || orderIds.includes(row[at] ?? ''))
            rows.push(Object.fromEntries(table.columns.map(([column], index) => [column, row[index] ?? null])));
    });
    return rows.sort(byId);
  }
}

type StoredRow = Record<string, string | null>;

function byId(one: StoredRow, other: StoredRow): number {
  return (one.id ?? '') < (other.id ?? '') ? -1 : 1;
}
