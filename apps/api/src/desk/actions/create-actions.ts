import type { Database } from '@fulcrum/db';
import type { Logger } from '@fulcrum/service';
import type { SessionEndings } from '@fulcrum/sessions';
import { OnceAppender, type Redis, type StreamKeys } from '@fulcrum/streams';
import type { Unsettled } from '../../account/erasure/unsettled.ts';
import type { AccountReads } from '../../engine/account-reads.ts';
import type { Route } from '../../http/route.ts';
import type { MarketView } from '../../market/market-view.ts';
import { KnownClients } from '../clients/known-client.ts';
import { noteRoutes } from '../notes/note-routes.ts';
import { NotesController } from '../notes/notes.controller.ts';
import { previewRoutes } from '../previews/preview-routes.ts';
import { PreviewsController } from '../previews/previews.controller.ts';
import { TouchedOrders } from '../previews/touched-orders.ts';
import { actionRoutes } from './action-routes.ts';
import { ActionsController } from './actions.controller.ts';
import { Asking } from './asking.ts';
import { clientActRoutes } from './client-act-routes.ts';
import { ClientActsController } from './client-acts.controller.ts';
import { ActionKeeper } from './keeper.ts';
import { marketActRoutes } from './market-act-routes.ts';
import { MarketActsController } from './market-acts.controller.ts';
import { Outcomes } from './outcomes.ts';

/** What actions need of the rest of the API. */
export interface ActionSources {
  readonly db: Database;
  /** For appends and short reads. */
  readonly redis: Redis;
  readonly keys: StreamKeys;
  readonly reads: AccountReads;
  readonly market: MarketView;
  readonly endings: SessionEndings;
  /** What keeps a client from being erased. */
  readonly unsettled: Unsettled;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

export interface ActionSettings {
  /** Replicas of Redis that have to have a command before it counts as sent. */
  readonly minReplicas: number;
  /** In USDC: what is about more takes two. */
  readonly secondPersonAbove: string;
}

/** What answers requests for actions. */
export interface ActionControllers {
  readonly actions: ActionsController;
  readonly clientActs: ClientActsController;
  readonly marketActs: MarketActsController;
  readonly previews: PreviewsController;
  readonly notes: NotesController;
}

export interface Actions {
  /** Asks for actions that others make requests of. */
  readonly asking: Asking;
  readonly controllers: ActionControllers;
  readonly keeper: ActionKeeper;
}

export function createActions(sources: ActionSources, { minReplicas, secondPersonAbove }: ActionSettings): Actions {
  const { db, redis, keys, reads, market, endings, unsettled, logger, signal } = sources;
  const keeper = new ActionKeeper({ db, redis, keys, once: new OnceAppender(redis, minReplicas), logger, signal });
  const desk = { db, redis, keys, secondPersonAbove };
  const outcomes = new Outcomes(db, keeper, endings);
  const asking = new Asking(desk, outcomes);
  const clients = new KnownClients(db, keys.shard);
  return {
    asking,
    keeper,
    controllers: {
      actions: new ActionsController(desk, outcomes, unsettled),
      clientActs: new ClientActsController({ ...desk, asking, clients, reads }),
      marketActs: new MarketActsController({ ...desk, asking, clients }),
      previews: new PreviewsController({ ...desk, market, touched: new TouchedOrders(db, keys.shard) }),
      notes: new NotesController(db, clients),
    },
  };
}

/** Every route that asks for an action, or says what came of one. */
export function routesOfActions({ actions, clientActs, marketActs, previews, notes }: ActionControllers): Route[] {
  return [
    ...actionRoutes(actions),
    ...clientActRoutes(clientActs),
    ...marketActRoutes(marketActs),
    ...previewRoutes(previews),
    ...noteRoutes(notes),
  ];
}
