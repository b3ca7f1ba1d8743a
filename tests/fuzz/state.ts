import { setTimeout as sleep } from 'node:timers/promises';
import { compareLogIds, type LogId } from '@fulcrum/log';
import { streamInfo, streamKeys } from '@fulcrum/streams';
import { readJournal, replay } from '../support/journal-tools.ts';
import { call, type Trader } from '../support/trader.ts';
import type { World } from './world.ts';

/** The state that no invalid input may change. */
export interface State {
  /** Of the core, after the whole journal. */
  readonly hash: string;
  readonly users: number;
  readonly accounts: readonly unknown[];
  readonly market: unknown;
}

/** The end of the log. */
export async function positionOf({ stack }: World): Promise<LogId> {
  return (await streamInfo(stack.redis, streamKeys().engine)).lastId;
}

export async function stateOf(world: World): Promise<State> {
  const { stack, db, traders } = world;
  const url = stack.apiUrls[0] ?? '';
  return {
    hash: (await replay(await readJournal(stack.home, stack.devstack.redis.url))).stateHash,
    users: await db.user.count(),
    accounts: await Promise.all(traders.map(accountOf)),
    market: (await call(url, 'GET', '/market/instruments')).body,
  };
}

async function accountOf(trader: Trader): Promise<unknown> {
  const closed = (await trader.get('/trade/get-close-orders')).body;
  return { figures: (await trader.get('/balance/me')).body, open: await trader.openOrders(), closed };
}

const SNAPSHOT_LIMIT_MS = 60_000;

/**
 * The hash of the running engine's own state. The log is moved on until the engine has taken a snapshot behind the
 * position.
 */
export async function engineHash({ stack, db, attacker: { userId } }: World, since: LogId): Promise<string> {
  for (const until = Date.now() + SNAPSHOT_LIMIT_MS; Date.now() < until; await sleep(500)) {
    await stack.append('get-account', { requestId: 'look', userId });
    const snapshots = await db.snapshot.findMany({ select: { position: true, stateHash: true } });
    const newer = snapshots.find(({ position }) => compareLogIds(position, since) >= 0);
    if (newer !== undefined) return newer.stateHash;
  }
  throw new Error('the engine takes no snapshots');
}
