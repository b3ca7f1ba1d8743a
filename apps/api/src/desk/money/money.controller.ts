import { invalidInput } from '@fulcrum/http';
import { HISTORY_ID } from '@fulcrum/protocol';
import type { z } from 'zod';
import type { Reply } from '../../http/route.ts';
import type { ClientRow } from '../clients/client-rows.ts';
import { requireOwnRow } from '../lists/own-cursor.ts';
import type { depositsQuery, withdrawalsQuery } from './money-schemas.ts';
import type { PastTransfers } from './past-transfers.ts';
import type { WithdrawalQueue } from './withdrawal-queue.ts';

export interface MoneyParts {
  readonly shard: number;
  readonly queue: WithdrawalQueue;
  readonly past: PastTransfers;
  readonly clientsOf: (userIds: readonly string[]) => Promise<ClientRow[]>;
}

type WithdrawalsQuery = z.output<typeof withdrawalsQuery>;

/** Money that clients want to have, and that came. */
export class MoneyController {
  readonly #parts: MoneyParts;

  constructor(parts: MoneyParts) {
    this.#parts = parts;
  }

  async withdrawals(query: WithdrawalsQuery): Promise<Reply> {
    const { rows, ...next } = await (query.state === 'waiting' ? this.#waiting(query) : this.#past(query));
    return { status: 200, body: { withdrawals: await this.#withClients(rows), ...next } };
  }

  async deposits(query: z.output<typeof depositsQuery>): Promise<Reply> {
    requireOwnRow(this.#parts.shard, query.after);
    const { rows, ...next } = await this.#parts.past.deposits(query);
    return { status: 200, body: { deposits: await this.#withClients(rows), ...next } };
  }

  async #waiting(query: WithdrawalsQuery) {
    const { rows, ...next } = await this.#parts.queue.page(query);
    const waits = { status: 'waiting', settledAt: null, note: null } as const;
    return { rows: rows.map((row) => ({ ...row, ...waits })), ...next };
  }

  async #past({ state, limit, after }: WithdrawalsQuery) {
    if (after !== undefined && !HISTORY_ID.test(after))
      throw invalidInput({ after: 'must be the next of the page before' });
    requireOwnRow(this.#parts.shard, after);
    const { past } = this.#parts;
    return state === 'paid' || state === 'released'
      ? past.decided(state, { limit, after })
      : past.withdrawals({ limit, after });
  }

  async #withClients<Row extends { readonly userId: string }>(rows: readonly Row[]) {
    const clients = await this.#parts.clientsOf([...new Set(rows.map(({ userId }) => userId))]);
    const byId = new Map(clients.map((client) => [client.userId, client]));
    return rows.map(({ userId, ...row }) => ({ ...row, client: byId.get(userId) ?? null }));
  }
}
