import { randomUUID } from 'node:crypto';
import type { JsonEvent } from '@fulcrum/protocol';
import type { AppendOutcome } from '@fulcrum/streams';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient, type EngineClientOptions } from './engine-client.ts';

const userId = randomUUID();
const order = { orderId: randomUUID(), userId };

/** A client whose appends end as the test says; `sent` holds the ids of the requests. */
function clientWith(outcome: () => AppendOutcome, options: Partial<EngineClientOptions> = {}) {
  const sent: string[] = [];
  const appender = {
    isConnected: true,
    append: async ({ data = '' }: Record<string, string>) => {
      sent.push(JSON.parse(data).requestId);
      return outcome();
    },
  };
  const basic = { appender, firstInLog: async () => '1-0', whyDeaf: () => undefined, hearsReplies: () => true };
  const client = new EngineClient({ ...basic, ...options });
  return { client, sent };
}

const appended = () => ({ outcome: 'appended', id: '1-0' }) as const;
const unknown = () => ({ outcome: 'unknown', reason: 'Connection is closed.' }) as const;

describe('EngineClient', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('takes the first answer to a read that is sent to it alone, and knows what lies before', async () => {
    const { client, sent } = clientWith(appended);
    const event = (requestId: string) => ({ type: 'order', requestId, ...order, status: 'unknown' }) as const;
    const answer = client.read('get-order', order);
    await vi.advanceTimersByTimeAsync(0);
    const reply = JSON.stringify({ after: '0-70000', cause: '1-0', event: event(sent[0] ?? '') });
    for (const forged of ['', '{}', reply.replace('order', 'closed'), reply.replace(sent[0] ?? '', 'another')])
      client.onReply(forged);
    expect(client.waiting).toBe(1);
    client.onReply(reply);
    client.onReply(reply);
    expect(await answer).toEqual({ outcome: 'answered', event: event(sent[0] ?? ''), callback: '0-70000' });
    expect(client.unanswered).toBe(0);
  });

  it('takes for the answer to a read only what can be one, and for that to anything else nothing', async () => {
    const { client, sent } = clientWith(appended);
    const [read, account, closing] = [
      client.read('get-order', order),
      client.read('get-account', { userId }),
      client.send('close-order', order),
    ];
    await vi.advanceTimersByTimeAsync(0);
    const reply = (requestId: string | undefined, event: object) =>
      client.onReply(JSON.stringify({ after: '0-0', cause: '1-0', event: { requestId, ...order, ...event } }));
    const unknown = { type: 'order', status: 'unknown' };
    const refused = { type: 'rejected', code: 'unknown_order', message: 'x' };
    const [figures] = [{ balance: '1', usedMargin: '1', unrealizedPnl: '1', equity: '1', freeMargin: '1' }];
    const another = '99999999-9999-4999-8999-999999999999';
    reply(sent[0], { type: 'account', ...figures, marginLevel: null });
    reply(sent[0], { ...unknown, userId: another });
    reply(sent[0], { ...unknown, orderId: another });
    reply(sent[0], { ...refused, orderId: another });
    reply(sent[1], unknown);
    reply(sent[1], { ...refused, userId: another });
    reply(sent[2], unknown);
    reply(sent[2], refused);
    expect(client.waiting).toBe(3);
    reply(sent[0], refused);
    reply(sent[1], { type: 'account', ...figures, marginLevel: null });
    client.onEvent({ ...refused, requestId: sent[2], ...order } as JsonEvent, '1-0');
    expect([await read, await account, await closing]).toMatchObject([
      { event: { type: 'rejected' } },
      { event: { type: 'account' } },
      { event: { type: 'rejected' } },
    ]);
  });

  it('tells of replies that nobody asked for, and sends nothing while results could go by unseen', async () => {
    const onStrangeReply = vi.fn();
    const onRefused = vi.fn();
    let reason: string | undefined;
    const { client, sent } = clientWith(appended, { onStrangeReply, onRefused, whyDeaf: () => reason });
    void client.read('get-order', order);
    client.onReply('{}');
    const foreign = { type: 'order', status: 'unknown', requestId: sent[0], ...order, userId: randomUUID() };
    client.onReply(JSON.stringify({ after: '0-0', cause: '1-0', event: foreign }));
    expect(onStrangeReply.mock.calls).toEqual([[undefined], [sent[0]]]);
    reason = 'It has just started.';
    expect(await client.send('close-order', order)).toEqual({ outcome: 'refused', reason });
    expect(onRefused.mock.calls).toEqual([['not_ready']]);
    expect(sent).toHaveLength(1);
  });

  it('tells of what became of a request once its asker has the answer', async () => {
    const told: unknown[] = [];
    const { client } = clientWith(appended, { onSettled: (answer, question) => void told.push(answer, question) });
    const answer = client.send('close-order', order).then((outcome) => void told.push(outcome));
    client.onGap();
    await answer;
    await vi.advanceTimersByTimeAsync(0);
    const late = { outcome: 'late' };
    expect(told).toEqual([late, late, { type: 'close-order', ...order, requestId: `${client.replyTo}:1` }]);
  });

  it('takes the answer of an engine with older rules out of callback-stream', async () => {
    const { client, sent } = clientWith(appended);
    const answer = client.read('get-order', order);
    const event = { type: 'order', requestId: sent[0] ?? '', ...order, status: 'unknown' } as const;
    client.onEvent(event, '1-0');
    expect(await answer).toEqual({ outcome: 'answered', event, callback: '1-0' });
  });

  it('gives each request its own answer, whatever the order of the answers', async () => {
    const { client, sent } = clientWith(appended);
    const answers = [1, 2, 3].map(() => client.send('get-account', { userId }));
    const event = (requestId: string) => ({ type: 'account-created', requestId, userId, balance: requestId }) as const;
    for (const requestId of [...sent].reverse()) client.onEvent(event(requestId), '1-0');
    expect(await Promise.all(answers)).toEqual(
      sent.map((requestId) => ({ outcome: 'answered', event: event(requestId), callback: '1-0' })),
    );
    expect(client.waiting).toBe(0);
  });

  it('takes a request for late after five seconds, and forgets it', async () => {
    const { client } = clientWith(appended);
    const answer = client.send('close-order', order);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(client.waiting).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual({ outcome: 'late' });
    expect(client.waiting).toBe(0);
  });

  it('takes all who wait for late when callbacks went by unseen', async () => {
    const { client } = clientWith(appended);
    const answers = [1, 2].map(() => client.send('close-order', order));
    client.onGap();
    expect(await Promise.all(answers)).toEqual([{ outcome: 'late' }, { outcome: 'late' }]);
  });

  it('is late with what may have been sent and was not answered, and never sends it again', async () => {
    const { client, sent } = clientWith(unknown);
    const answer = client.send('close-order', order);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await answer).toEqual({ outcome: 'late' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
  });

  it('tells of a result only once enough replicas have its command, and is late otherwise', async () => {
    const event = (requestId = '') => ({ type: 'account-created', requestId, userId, balance: '1' }) as const;
    const replicas = Promise.withResolvers<boolean>();
    const { client, sent } = clientWith(() => ({ outcome: 'appended', id: '1-0', isReplicated: replicas.promise }), {
      minReplicas: 1,
    });
    const answers = [client.send('close-order', order), client.send('close-order', order)];
    const told: string[] = [];
    for (const answer of answers) void answer.then(({ outcome }) => told.push(outcome));
    for (const requestId of sent) client.onEvent(event(requestId), '1-0');
    await vi.advanceTimersByTimeAsync(900);
    expect(told).toEqual([]);
    replicas.resolve(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['answered', 'answered']);
  });

  it.each<[string, () => AppendOutcome]>([
    ['too few replicas have it', () => ({ outcome: 'appended', id: '1-0', isReplicated: Promise.resolve(false) })],
    ['nobody knows who has it', unknown],
  ])('is late with a result when %s, and sends nothing again', async (_, outcome) => {
    const { client, sent } = clientWith(outcome, { minReplicas: 1 });
    const answer = client.send('close-order', order);
    client.onEvent({ type: 'account-created', requestId: sent[0] ?? '', userId, balance: '1' }, '1-0');
    const late = await answer;
    expect(late).toEqual({ outcome: 'late', isShortOfReplicas: true });
    expect(sent).toHaveLength(1);
  });

  it('refuses at once what Redis has refused', async () => {
    const refused = { outcome: 'refused', reason: 'OOM' } as const;
    const { client } = clientWith(() => refused);
    const answer = await client.send('close-order', order);
    expect(answer).toEqual(refused);
    expect(client.unanswered).toBe(0);
  });

  it('sends nothing while ten thousand commands have no callback, also when nobody waits for them any more', async () => {
    const { client, sent } = clientWith(appended);
    const late = Array.from({ length: 10_000 }, () => client.send('get-account', { userId: randomUUID() }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await Promise.all(late)).toEqual(Array(10_000).fill({ outcome: 'late' }));
    expect([client.waiting, client.unanswered]).toEqual([0, 10_000]);
    expect(client.notReady()).toMatch('Too many commands');
    expect(await client.send('get-account', { userId })).toMatchObject({ outcome: 'refused' });
    expect(sent).toHaveLength(10_000);
    client.onPassed('1-0');
    expect(client.unanswered).toBe(0);
    expect(client.notReady()).toBeUndefined();
  });

  it('sends no more of a user who has too many without their callback, and goes on for others', async () => {
    const { client, sent } = clientWith(appended, { maxUnansweredPerUser: 3 });
    const late = Array.from({ length: 3 }, () => client.send('close-order', order));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await Promise.all(late)).toEqual(Array(3).fill({ outcome: 'late' }));
    const tooMany = await client.send('close-order', order);
    expect(tooMany).toMatchObject({
      outcome: 'refused',
      isTooMany: true,
      reason: expect.stringContaining('the limit is 3'),
    });
    expect(sent).toHaveLength(3);
    void client.send('close-order', { ...order, userId: randomUUID() });
    expect(sent).toHaveLength(4);
    client.onPassed('1-0');
    void client.send('close-order', order);
    expect(sent).toHaveLength(5);
  });
});
