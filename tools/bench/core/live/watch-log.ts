import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, readCheckpoint } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import { type Redis, streamInfo, streamKeys } from '@fulcrum/streams';

const LOOK_EVERY_MS = 250;

export interface Watched {
  /** Snapshots that were committed meanwhile. */
  readonly commits: number;
  /** How far, in log time, the last result was behind the last entry at the worst moment. */
  readonly longestLagMs: number;
}

/** Watches from outside, without asking the engine anything, until `work` is done. */
export async function whileWatching<T>(
  redis: Redis,
  db: Database,
  work: Promise<T>,
): Promise<{ result: T; watched: Watched }> {
  const positions = new Set([await readCheckpoint(db, 0, 'engine')]);
  const beginsAtMs = Number((await redis.time())[0]) * 1_000;
  let longestLagMs = 0;
  let isDone = false;
  const watching = (async () => {
    while (!isDone) {
      longestLagMs = Math.max(longestLagMs, await lagMs(redis, beginsAtMs));
      positions.add(await readCheckpoint(db, 0, 'engine'));
      await sleep(LOOK_EVERY_MS);
    }
  })();
  // If it fails during the work, that is told when the work is done.
  watching.catch(() => {});
  const result = await work.finally(() => {
    isDone = true;
  });
  await watching;
  return { result, watched: { commits: positions.size - 1, longestLagMs } };
}

/** Ticks that trigger nothing have no result. So no result can be late before the first order of the watch. */
async function lagMs(redis: Redis, beginsAtMs: number): Promise<number> {
  const keys = streamKeys();
  const [log, results] = await Promise.all([streamInfo(redis, keys.engine), streamInfo(redis, keys.callback)]);
  const timeMs = ({ lastId }: { lastId: LogId }) => Math.max(beginsAtMs, logTime(lastId));
  return timeMs(log) - timeMs(results);
}
