import type { Database } from '@fulcrum/db';
import type { Logger } from '@fulcrum/service';
import type { Redis, StreamKeys } from '@fulcrum/streams';
import type { MarketView } from '../../market/market-view.ts';
import { LedgerRows } from '../../wallet/ledger/ledger-rows.ts';
import { readClientRows } from '../clients/client-rows.ts';
import { ExtremePositions } from './extreme-positions.ts';
import { HouseResults } from './house-results.ts';
import { LiveExposure } from './live-exposure.ts';
import { RiskController } from './risk.controller.ts';

export interface RiskSources {
  readonly db: Database;
  readonly shard: number;
  readonly market: MarketView;
  readonly keys: StreamKeys;
  /** Opens a connection for whoever follows a log. */
  readonly connect: () => Redis;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Joins the parts that tell what the house carries. */
export function createRisk({ db, shard, market, keys, connect, logger, signal }: RiskSources): RiskController {
  const clientsOf = (userIds: readonly string[]) => readClientRows(db, userIds);
  return new RiskController({
    ...{ market, clientsOf },
    live: new LiveExposure({ db, keys: keys.ofEngine, connect, logger, signal }),
    extremes: new ExtremePositions({
      ...{ db, shard },
      instrument: (asset) => market.instrument(asset),
      prices: () => market.quotes(),
    }),
    results: new HouseResults({ db, shard, rows: new LedgerRows(db, shard), clientsOf }),
  });
}
