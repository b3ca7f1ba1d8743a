import type { Database } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import type { SessionEndings } from '@fulcrum/sessions';
import type { Agreements } from '../../account/agreements/agreements.ts';
import type { AccountReads } from '../../engine/account-reads.ts';
import type { RecorderPosition } from '../../history/recorder-position.ts';
import { TradeHistory } from '../../history/trade-history.ts';
import type { MarketView } from '../../market/market-view.ts';
import { createLedger } from '../../wallet/ledger/create-ledger.ts';
import { ClientOverview } from './client-overview.ts';
import { ClientRecords } from './client-records.ts';
import { readClientRows } from './client-rows.ts';
import { ClientSearch } from './client-search.ts';
import { ClientSessions } from './client-sessions.ts';
import { ClientsController } from './clients.controller.ts';
import { KnownClients } from './known-client.ts';

export interface ClientSources {
  readonly db: Database;
  readonly shard: number;
  /** Reads of accounts that open none: staff who look at somebody without an account must not give them one. */
  readonly reads: AccountReads;
  readonly recorder: RecorderPosition;
  readonly passed: () => LogId;
  readonly market: MarketView;
  readonly agreements: Agreements;
  readonly endings: SessionEndings;
}

/** Joins the parts that show clients to staff. */
export function createClients(sources: ClientSources): ClientsController {
  const { db, shard, reads, market, agreements, endings } = sources;
  return new ClientsController({
    ...{ reads, agreements },
    search: new ClientSearch(db, shard),
    rowsOf: (userIds) => readClientRows(db, userIds),
    known: new KnownClients(db, shard),
    overview: new ClientOverview({ db, shard, reads }),
    records: new ClientRecords(db, shard),
    sessions: new ClientSessions({ db, endings }),
    history: new TradeHistory(db, shard, market),
    ledger: createLedger(sources),
  });
}
