import { causeOf, compareLogIds, type LogId } from '@fulcrum/core';
import type { Logger } from '@fulcrum/service';
import { isReplyError, type Redis, type StreamKeys, streamInfo } from '@fulcrum/streams';

/**
 * Looks whether the log ends before what is known to have stood in it: the engine's checkpoint, and the cause of the
 * last result. If so the log was lost, in part or whole. A marker entry under the id of what is known makes sure that
 * later entries get greater ids; the state itself is safe in the snapshot.
 */
export async function repairLog(redis: Redis, keys: StreamKeys, checkpoint: LogId, logger: Logger): Promise<void> {
  for (;;) {
    const { lastId: lastCallback } = await streamInfo(redis, keys.callback);
    const lastCause = causeOf(lastCallback);
    const known = compareLogIds(lastCause, checkpoint) > 0 ? lastCause : checkpoint;
    const { lastId } = await streamInfo(redis, keys.engine);
    if (compareLogIds(lastId, known) >= 0) return;
    logger.error(
      { lastId, checkpoint, lastCallback },
      `THE LOG WAS LOST: ${keys.engine} ends at ${lastId}, but it had entries up to ${known}. Going on from the ` +
        'snapshot; commands after it whose entries are gone are not applied. Find out what Redis lost, and why.',
    );
    try {
      await redis.xadd(keys.engine, known, 'type', 'marker', 'data', JSON.stringify({ lostAfter: lastId }));
    } catch (error) {
      // Somebody appended an entry in between: look again.
      if (!isReplyError(error, 'equal or smaller')) throw error;
    }
  }
}
