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
 * Writes entries that mean nothing straight into the streams, while nothing else goes on: what stands in
 * callback-stream already is never published again, so that an entry there can hide a result of the same moment.
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

/** Sends to every process, over the channel on which it hears answers, what no engine has said. */
export async function forgeReplies({ stack: { redis }, attacker }: World, seed: number, count: number): Promise<void> {
  const channels = await redis.pubsub('CHANNELS', streamKeys().replies('*'));
  // The API and the feed: without them nothing would be tried.
  if (channels.length < 2) throw new Error(`answers are heard on ${channels.length} channels alone`);
  for (let number = 0; number < count; number += 1) {
    const dice = new Dice(seed, number);
    await redis.publish(dice.pick(channels as [string, ...string[]]), forgedReply(dice, attacker));
  }
}

/** Waits until the recorder has read all of them, which follows what the engine has said about them. */
async function untilRead({ db, stack: { redis } }: World): Promise<void> {
  for (const until = Date.now() + LIMIT_MS; Date.now() < until; await sleep(100)) {
    const { lastId } = await streamInfo(redis, streamKeys().callback);
    if (compareLogIds(await readCheckpoint(db, 0, 'recorder'), lastId) >= 0) return;
  }
  throw new Error('the recorder does not get to the end of callback-stream, or is not there any more');
}
