import { setTimeout as sleep } from 'node:timers/promises';
import { readCheckpoint } from '@fulcrum/db';
import { compareLogIds } from '@fulcrum/log';
import { streamInfo, streamKeys } from '@fulcrum/streams';
import { Dice } from './inputs/dice.ts';
import { entryInput } from './inputs/entry-inputs.ts';
import { forgedReply } from './inputs/forged-replies.ts';
import type { World } from './world.ts';

const LIMIT_MS = 60_000;

/**
 * Writes meaningless entries straight into the streams, while nothing else is going on. An engine never publishes a result
 * at or below the stream's last id. So such an entry could hide a result of the same moment.
 */
export async function writeEntries(world: World, seed: number, count: number): Promise<void> {
  const { redis } = world.stack;
  for (let number = 0; number < count; number += 1) {
    const { stream, fields } = entryInput(new Dice(seed, number), world.attacker);
    await redis.call('XADD', [streamKeys()[stream], '*', ...fields]);
  }
  await untilRead(world);
  // The next command has a later millisecond than any of these entries.
  await sleep(5);
}

/** Sends forged answers to every process, on the channel on which it hears the answers to its reads. */
export async function forgeReplies({ stack: { redis }, attacker }: World, seed: number, count: number): Promise<void> {
  const channels = await redis.pubsub('CHANNELS', streamKeys().replies('*'));
  // The API and the feed listen. Without them this would test nothing.
  if (channels.length < 2) throw new Error(`answers are heard on ${channels.length} channels alone`);
  for (let number = 0; number < count; number += 1) {
    const dice = new Dice(seed, number);
    await redis.publish(dice.pick(channels as [string, ...string[]]), forgedReply(dice, attacker));
  }
}

/** Waits until the recorder, which comes after the engine, has read the results of all of them. */
async function untilRead({ db, stack: { redis } }: World): Promise<void> {
  for (const until = Date.now() + LIMIT_MS; Date.now() < until; await sleep(100)) {
    const { lastId } = await streamInfo(redis, streamKeys().callback);
    if (compareLogIds(await readCheckpoint(db, 0, 'recorder'), lastId) >= 0) return;
  }
  throw new Error('the recorder does not get to the end of callback-stream, or is not there any more');
}
