import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, readCheckpoint } from '@fulcrum/db';
import { compareLogIds, type LogId, logTime } from '@fulcrum/log';
import { endOfStream, streamInfo, streamKeys } from '@fulcrum/streams';
import type { Stack } from '../../support/stack.ts';
import type { CallbackWatch } from './callback-watch.ts';

/** The limit of a wait. There are no more faults, so whatever takes longer will not come. */
const LIMIT_MS = 90_000;

/** Waits until a snapshot has all entries of the log. There are no snapshot points while nothing is appended. */
export async function untilSnapshotOfAll(stack: Stack, db: Database): Promise<void> {
  let end: LogId | undefined;
  await until('there is a snapshot of all that happened', async () => {
    end ??= await endOfStream(stack.redis, streamKeys().engine);
    const position = await readCheckpoint(db, 0, 'engine');
    return { isThere: compareLogIds(position, end) >= 0, at: `${position}, not ${end}` };
  });
}

/** Waits until all readers of the log have reached its end. Nothing must be appended meanwhile. */
export async function untilAllCaughtUp(stack: Stack, db: Database, callbacks: CallbackWatch): Promise<void> {
  const keys = streamKeys();
  for (const engine of stack.engines)
    await until(`${engine.name} has applied and published everything`, async () => {
      const { lastId } = await streamInfo(stack.redis, keys.engine);
      const position = await engine.metric('engine_log_time_ms');
      const waiting = await engine.metric('engine_waiting_results');
      return { isThere: position === logTime(lastId) && waiting === 0, at: `${position}, ${waiting} waiting` };
    });
  const end = await endOfStream(stack.redis, keys.callback);
  await until(`the recorder has written everything up to ${end}`, async () => {
    const position = await readCheckpoint(db, 0, 'recorder');
    return { isThere: compareLogIds(position, end) >= 0, at: position };
  });
  await until(`everything up to ${end} has been read`, async () => ({
    isThere: compareLogIds(callbacks.last, end) >= 0,
    at: callbacks.last,
  }));
}

/** @throws when it takes too long, with the name of the wait and its progress. */
export async function until(what: string, look: () => Promise<{ isThere: boolean; at: unknown }>): Promise<void> {
  let last: unknown;
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await sleep(100)) {
    try {
      const { isThere, at } = await look();
      if (isThere) return;
      last = at;
    } catch (error) {
      // The last fault may have cut the connection. It comes back by itself.
      last = (error as Error).message;
    }
  }
  throw new Error(`after ${LIMIT_MS / 1_000} s it is still not so that ${what}: ${last}`);
}
