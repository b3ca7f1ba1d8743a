import { setTimeout as sleep } from 'node:timers/promises';
import { entriesAfter, streamKeys } from '@fulcrum/streams';
import type { ApiAnswer, Trader } from '../support/trader.ts';
import { Dice } from './inputs/dice.ts';
import { forgedReply } from './inputs/forged-replies.ts';
import { positionOf } from './state.ts';
import type { World } from './world.ts';

/** How long the engine is held still while others answer for it: shorter than a request waits. */
const HELD_MS = 1_500;
const EACH = 10;
/** The number of forged answers to one request. */
const FORGED = 4;

type Asked = readonly [what: string, send: () => Promise<ApiAnswer>, right: readonly number[]];

/**
 * Answers requests that wait for the engine, before the engine does. A forged answer to a read may be believed, since the
 * asker reads again later. Commands that change something may be answered by the engine alone.
 *
 * @returns the forbidden answers, in words.
 */
export async function forgeLiveReplies(world: World, seed: number): Promise<string[]> {
  const { engine } = world.stack;
  const from = await positionOf(world);
  engine.hold();
  const answering = Promise.all(world.traders.flatMap((trader) => requestsOf(trader, world).map(faultOf)));
  const forged = await forgeAll(world, seed, from).finally(() => engine.letGo());
  const faults = (await answering).filter((fault) => fault !== undefined);
  return forged > EACH ? faults : [...faults, `only ${forged} answers were forged`];
}

function requestsOf(trader: Trader, { attacker: { heldOrder } }: World): Asked[] {
  const dice = new Dice(0, 0);
  const reads = [200, 202, 400, 404, 409, 422, 503];
  return Array.from({ length: EACH }, (_, number): Asked[] => [
    ['figures', () => trader.get('/balance/me'), reads],
    ['a list', () => trader.get('/trade/get-open-orders'), reads],
    ['a page', () => trader.get(`/trade/get-open-orders?limit=${number + 1}`), reads],
    ['an order', () => trader.get(`/trade/orders/${heldOrder}`), reads],
    ['a closing', () => trader.close(dice.uuid()), [404]],
    ['an opening', () => trader.open({ leverage: 101 }), [422]],
  ]).flat();
}

async function faultOf([what, send, right]: Asked): Promise<string | undefined> {
  const { status, body } = await send();
  return right.includes(status) ? undefined : `${what} was answered with ${status} ${JSON.stringify(body)}`;
}

/** Follows the log, and answers each request in it. @returns the number of answers that were sent. */
async function forgeAll({ stack: { redis }, attacker }: World, seed: number, from: string): Promise<number> {
  const keys = streamKeys();
  let [position, sent] = [from, 0];
  for (const until = performance.now() + HELD_MS; performance.now() < until; await sleep(5))
    for await (const { id, fields } of entriesAfter(redis, keys.engine, position)) {
      position = id;
      const { requestId = '', replyTo } = JSON.parse(fields.data ?? '{}') as { requestId?: string; replyTo?: string };
      const channel = keys.replies(replyTo ?? (requestId.split(':')[0] || 'nobody'));
      for (let number = 0; number < FORGED; number += 1, sent += 1)
        await redis.publish(channel, forgedReply(new Dice(seed, sent), attacker, requestId));
    }
  return sent;
}
