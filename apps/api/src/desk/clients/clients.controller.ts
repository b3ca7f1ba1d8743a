import type { Actor } from '@fulcrum/desk';
import { Problem } from '@fulcrum/http';
import type { z } from 'zod';
import type { Agreements } from '../../account/agreements/agreements.ts';
import type { AccountReads } from '../../engine/account-reads.ts';
import { readOrdersPage } from '../../engine/orders-page.ts';
import type { TradeHistory } from '../../history/trade-history.ts';
import type { Reply } from '../../http/route.ts';
import type { Ledger } from '../../wallet/ledger/ledger.ts';
import { ledgerPage } from '../../wallet/ledger/ledger-page.ts';
import type { historyQuery, pageQuery } from '../lists/list-schemas.ts';
import { requireOwnEntry, requireOwnOrder, requireOwnRow } from '../lists/own-cursor.ts';
import type { ClientOverview } from './client-overview.ts';
import type { ClientRecords } from './client-records.ts';
import type { ClientRow } from './client-rows.ts';
import type { ClientSearch } from './client-search.ts';
import type { ClientSessions, Ending } from './client-sessions.ts';
import type { clientsQuery, ledgerQuery, ordersQuery } from './clients-schemas.ts';
import type { KnownClients } from './known-client.ts';

export interface ClientsParts {
  readonly search: ClientSearch;
  readonly rowsOf: (userIds: readonly string[]) => Promise<ClientRow[]>;
  readonly known: KnownClients;
  readonly overview: ClientOverview;
  readonly records: ClientRecords;
  readonly sessions: ClientSessions;
  readonly reads: Pick<AccountReads, 'page'>;
  readonly history: Pick<TradeHistory, 'closedOrders'>;
  readonly ledger: Ledger;
  readonly agreements: Pick<Agreements, 'list'>;
}

type HistoryQuery = z.output<typeof historyQuery>;

/** What staff see of clients. */
export class ClientsController {
  readonly #parts: ClientsParts;

  constructor(parts: ClientsParts) {
    this.#parts = parts;
  }

  async list(query: z.output<typeof clientsQuery>): Promise<Reply> {
    const { userIds, ...next } = await this.#parts.search.find(query);
    return ok({ clients: await this.#parts.rowsOf(userIds), ...next });
  }

  async overview(userId: string): Promise<Reply> {
    return ok(await this.#parts.overview.of(userId));
  }

  /** Open positions and orders that wait, as the client's own lists have them. */
  async orders(userId: string, { limit, after }: z.output<typeof ordersQuery>): Promise<Reply> {
    const { known, reads } = this.#parts;
    await known.requireHere(userId);
    requireOwnOrder(known.shard, after);
    const page = await readOrdersPage(reads, known.shard, userId, { limit, cursor: after });
    const { orders = [], pendingOrders = [], nextCursor } = page;
    return ok({ orders, pendingOrders, ...named(nextCursor) });
  }

  async trades(userId: string, { limit, after }: HistoryQuery): Promise<Reply> {
    await this.#requireRow(userId, after);
    const { orders, ...next } = await this.#parts.history.closedOrders(userId, limit, after, true);
    return ok({ orders, ...named(next) });
  }

  /** Who never had an account has no entries either. */
  async entries(userId: string, { limit, after, kind }: z.output<typeof ledgerQuery>): Promise<Reply> {
    const { known, ledger } = this.#parts;
    await known.requireHere(userId);
    requireOwnEntry(known.shard, after);
    const wanted = { kind, ...(after !== undefined && { lt: after }) };
    try {
      const { entries, ...next } = await ledgerPage(ledger, userId, { wanted, order: 'desc', limit });
      return ok({ entries, ...named(next) });
    } catch (error) {
      if (error instanceof Problem && error.code === 'unknown_account') return ok({ entries: [] });
      throw error;
    }
  }

  async transfers(userId: string, query: HistoryQuery): Promise<Reply> {
    await this.#requireRow(userId, query.after);
    return ok(await this.#parts.records.transfers(userId, query));
  }

  async rejections(userId: string, query: HistoryQuery): Promise<Reply> {
    await this.#requireRow(userId, query.after);
    return ok(await this.#parts.records.rejections(userId, query));
  }

  async notes(userId: string, query: z.output<typeof pageQuery>): Promise<Reply> {
    await this.#parts.known.require(userId);
    return ok(await this.#parts.records.notes(userId, query));
  }

  async agreements(userId: string): Promise<Reply> {
    await this.#parts.known.require(userId);
    return ok(await this.#parts.agreements.list(userId));
  }

  async sessions(userId: string): Promise<Reply> {
    await this.#parts.known.require(userId);
    return this.#parts.sessions.list(userId);
  }

  async endSessions(actor: Actor, userId: string, ending: Ending): Promise<Reply> {
    await this.#parts.known.require(userId);
    return this.#parts.sessions.end(actor, userId, ending);
  }

  async #requireRow(userId: string, cursor: string | undefined): Promise<void> {
    await this.#parts.known.requireHere(userId);
    requireOwnRow(this.#parts.known.shard, cursor);
  }
}

/** The desk's own name for where the next page begins. */
function named({ nextCursor }: { readonly nextCursor?: string | undefined }): { next?: string } {
  return nextCursor === undefined ? {} : { next: nextCursor };
}

function ok(body: object): Reply {
  return { status: 200, body };
}
