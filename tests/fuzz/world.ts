import { join } from 'node:path';
import { NEWEST_RULES } from '@fulcrum/cfd';
import { connectDatabase, type Database } from '@fulcrum/db';
import type { AppProcess } from '../support/app-process.ts';
import { SECRET, Stack } from '../support/stack.ts';
import type { Trader } from '../support/trader.ts';
import { type Attacker, makeAttacker } from './attacker.ts';
import { watchedBy } from './loop-turns.ts';

const UNLIMITED = '1000000000';

/** Limits so high that nobody is refused for being too busy. Other tests are about the limits. */
const API_SETTINGS = {
  ORDER_RATE_LIMIT: UNLIMITED,
  CLOSING_RATE_LIMIT: UNLIMITED,
  UNKNOWN_ORDER_RATE_LIMIT: UNLIMITED,
  ACCOUNT_RATE_LIMIT: UNLIMITED,
  MAX_UNANSWERED_PER_USER: UNLIMITED,
  CHART_RATE_LIMIT: UNLIMITED,
  ADDRESS_RATE_LIMIT: UNLIMITED,
  HANDSHAKE_RATE_LIMIT: UNLIMITED,
  SIGN_IN_RATE_LIMIT: UNLIMITED,
  // So that the attacker's headers with addresses are read.
  TRUSTED_PROXIES: '1',
};

const WS_SETTINGS = {
  HANDSHAKE_RATE_LIMIT: UNLIMITED,
  MESSAGE_RATE_LIMIT: UNLIMITED,
  ACCOUNT_RATE_LIMIT: UNLIMITED,
  MAX_CONNECTIONS_PER_USER: UNLIMITED,
  MAX_SUBSCRIPTIONS_PER_USER: UNLIMITED,
  TRUSTED_PROXIES: '1',
};

/** The product, with an attacker and an innocent user. */
export interface World {
  readonly stack: Stack;
  readonly db: Database;
  readonly processes: ReadonlyMap<string, AppProcess>;
  readonly apiPort: number;
  readonly wsPort: number;
  readonly venuePort: number;
  readonly traders: readonly [attacker: Trader, bystander: Trader];
  readonly attacker: Attacker;
  /** The folder in which the processes write down the turns of their event loops. */
  readonly turnsFile: string;
  stop(): Promise<void>;
}

/** @param folder in which the processes write down the turns of their event loops. */
export async function startWorld(folder: string): Promise<World> {
  const turnsFile = join(folder, 'turns.ndjson');
  const env = { ...watchedBy(turnsFile), LOG_LEVEL: 'warn' };
  const stack = await Stack.start({ hasVenue: true, settings: { ...API_SETTINGS, ...env } });
  const { feed: ws, port: wsPort } = await stack.addFeed(WS_SETTINGS);
  const venue = stack.addVenue();
  await Promise.all([ws.start(), venue.start()]);
  const db = connectDatabase(stack.devstack.postgres.url, 2);
  await stack.append('set-rules', { version: NEWEST_RULES });
  await stack.tick('61800.20', '61800.30');
  const traders = [await stack.trader(), await stack.trader()] as const;
  const orders = await Promise.all(traders.map((trader) => trader.open({ quantity: '0.1', stopLoss: '50000' })));
  const [{ userId, token }] = traders;
  const [api = ws] = stack.apis;
  return {
    ...{ stack, db, wsPort, traders, turnsFile },
    processes: new Map(Object.entries({ engine: stack.engine, recorder: stack.recorder, api, ws, venue })),
    venuePort: Number(new URL(stack.venueUrl).port),
    apiPort: Number(new URL(stack.apiUrls[0] ?? '').port),
    attacker: makeAttacker(userId, token, orders[0]?.body.orderId, SECRET),
    stop: async () => {
      await db.$disconnect();
      await stack.stop();
    },
  };
}
