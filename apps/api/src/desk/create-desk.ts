import type { DocumentBox } from '@fulcrum/identity';
import { type ApiConfig, staffNeedSecondFactor } from '../config.ts';
import { ShortLivedCache } from '../market/short-lived-cache.ts';
import { type ActionSources, createActions } from './actions/create-actions.ts';
import type { ActionKeeper } from './actions/keeper.ts';
import { AuditController } from './audit/audit.controller.ts';
import { type ClientSources, createClients } from './clients/create-clients.ts';
import { KnownClients } from './clients/known-client.ts';
import type { DeskControllers } from './desk-routes.ts';
import { ErasuresController } from './erasures/erasures.controller.ts';
import { IdentityDeskController } from './identity/identity-desk.controller.ts';
import { IdentityDesk } from './identity/identity-desk.ts';
import { InstrumentsController } from './instruments/instruments.controller.ts';
import { countOrders } from './instruments/order-counts.ts';
import { createMoney } from './money/create-money.ts';
import { createRisk, type RiskSources } from './risk/create-risk.ts';
import { StaffController } from './staff/staff.controller.ts';
import { StaffCheck } from './staff-check.ts';

/** What the desk needs of the rest of the API. */
export interface DeskParts extends ClientSources, ActionSources, RiskSources {
  readonly config: ApiConfig;
  /** Decrypts documents. */
  readonly box: DocumentBox;
}

/** Snapshots are ten seconds apart. */
const SNAPSHOT_MS = 10_000;

/** The parts of the desk. */
export interface Desk {
  /** Lets staff in, and nobody else. */
  readonly check: StaffCheck;
  readonly controllers: DeskControllers;
  /** Carries on what was approved, here or elsewhere. */
  readonly keeper: ActionKeeper;
}

export function createDesk(parts: DeskParts): Desk {
  const { config, db, shard, market, box, unsettled } = parts;
  const needsSecondFactor = staffNeedSecondFactor(config);
  const { MIN_REPLICAS: minReplicas, SECOND_PERSON_ABOVE: secondPersonAbove } = config;
  const { controllers, keeper, asking } = createActions(parts, { minReplicas, secondPersonAbove });
  return {
    check: new StaffCheck({ db, trustedProxies: config.TRUSTED_PROXIES, needsSecondFactor }),
    controllers: {
      ...controllers,
      staff: new StaffController(db, secondPersonAbove),
      clients: createClients(parts),
      identity: new IdentityDeskController(new IdentityDesk(db, box, config.IDENTITY_VALID_DAYS)),
      audit: new AuditController(db),
      erasures: new ErasuresController({ db, asking, unsettled, clients: new KnownClients(db, parts.shard) }),
      money: createMoney(parts),
      risk: createRisk(parts),
      instruments: new InstrumentsController({
        market,
        counts: new ShortLivedCache(SNAPSHOT_MS, () => countOrders(db, shard)),
      }),
    },
    keeper,
  };
}
