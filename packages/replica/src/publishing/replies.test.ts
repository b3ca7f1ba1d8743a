import type { Connection } from '@fulcrum/streams';
import { expect, test } from 'vitest';
import { type LostReply, Replies } from './replies.ts';

/** The test decides when all results before are confirmed, and what Redis takes. */
function startReplies(take: () => Promise<unknown> = async () => 1) {
  const [sent, lost]: [string[], LostReply[]] = [[], []];
  const call = (_command: string, [channel]: string[]) => {
    sent.push(String(channel));
    return take();
  };
  const stream = { cork: () => {}, uncork: () => {} };
  let confirmed = Promise.withResolvers<void>();
  const replies = new Replies({
    redis: { call, stream } as unknown as Connection,
    flushed: () => confirmed.promise,
    onLost: (why) => void lost.push(why),
  });
  const turn = () => new Promise(setImmediate);
  const confirm = async (isFailed = false) => {
    await turn();
    if (isFailed) confirmed.reject(new Error('the replica has ended'));
    else confirmed.resolve();
    await turn();
    confirmed = Promise.withResolvers();
  };
  return { replies, sent, lost, turn, confirm };
}

test('no answer leaves before what is before it is confirmed, and none at all of a replica that has ended', async () => {
  const { replies, sent, lost, turn, confirm } = startReplies();
  replies.add('a', 'text');
  await turn();
  expect(sent).toEqual([]);
  await confirm();
  expect(sent).toEqual(['a']);
  replies.add('b', 'text');
  await confirm(true);
  expect([sent, lost]).toEqual([['a'], []]);
});

test('an answer for which there is no room is left out and counted, until those before it have left', async () => {
  const { replies, sent, lost, confirm } = startReplies();
  const half = 'x'.repeat(16 * 1_024 * 1_024);
  for (const channel of ['a', 'b', 'c']) replies.add(channel, half);
  await confirm();
  expect([sent, lost]).toEqual([['a', 'b'], ['full']]);
  replies.add('d', half);
  await confirm(true);
  for (const channel of ['e', 'f']) replies.add(channel, half);
  await confirm();
  expect([sent, lost]).toEqual([['a', 'b', 'e', 'f'], ['full']]);
});

test('an answer that Redis does not take is counted, and is not sent again', async () => {
  const { replies, sent, lost, confirm } = startReplies(() => Promise.reject(new Error('no connection')));
  replies.add('a', 'text');
  await confirm();
  expect([sent, lost]).toEqual([['a'], ['failed']]);
});
