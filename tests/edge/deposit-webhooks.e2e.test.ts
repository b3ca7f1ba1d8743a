import { NEWEST_RULES } from '@fulcrum/cfd';
import { streamKeys } from '@fulcrum/streams';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stack } from '../support/stack.ts';
import type { Trader } from '../support/trader.ts';

/** Deposits of which a payment provider tells. */

const OLD = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const PATH = '/api/v1/wallet/webhooks/deposits';

let stack: Stack;
let url: string;

beforeAll(async () => {
  stack = await Stack.start({ apis: 0 });
  const { api } = await stack.addApi({ DEPOSIT_WEBHOOK_SECRETS: `${OLD},${NEW}`, PAPER_DEPOSITS: 'off' });
  await api.start();
  url = stack.apiUrls[0] ?? '';
  await stack.append('set-rules', { version: NEWEST_RULES });
});

afterAll(async () => {
  await stack?.stop();
});

let sent = 0;

interface Sending {
  readonly secret?: string;
  readonly at?: string;
  readonly sentAt?: Date;
  readonly headers?: Record<string, string>;
}

async function send(payload: unknown, { secret = OLD, at = url, sentAt = new Date(), headers = {} }: Sending = {}) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const id = `msg_${++sent}`;
  const signed = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, sentAt, body),
  };
  const all = { 'content-type': 'application/json', ...signed, ...headers };
  const response = await fetch(at + PATH, { method: 'POST', headers: all, body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const deposit = (data: object) => ({ type: 'deposit.received', timestamp: '2026-11-29T12:00:00Z', data });
const ledger = async (trader: Trader) => (await trader.get('/wallet/transactions')).body.transactions;

describe('a signed deposit', () => {
  it('is booked once, however often it comes, from whichever of the secrets, by id or by address', async () => {
    const trader = await stack.trader();
    const data = { transferId: 'pay_once', amount: '25.5', userId: trader.userId, extra: 1 };
    const answers = await Promise.all(
      [OLD, NEW, OLD, NEW].map((secret) => send(deposit({ ...data, currency: 'USDC' }), { secret })),
    );
    expect(answers).toEqual(answers.map(() => ({ status: 200, body: answers[0]?.body })));
    await expect.poll(async () => (await ledger(trader)).length).toBe(2);
    const { email, userId: _, ...rest } = { ...data, email: trader.email.toUpperCase() };
    expect(await send(deposit({ ...rest, email }))).toEqual(answers[0]);
    expect((await ledger(trader))[0]).toMatchObject({
      ...{ kind: 'deposit', amount: '25.500000', note: 'Payment pay_once', transferId: answers[0]?.body.transferId },
    });
    expect(await trader.balance()).toBe('10025.500000');
    expect((await send(deposit({ ...data, amount: '26' }))).status).toBe(409);
    const others = { ...data, userId: (await stack.trader()).userId };
    expect((await send(deposit(others))).body.code).toBe('duplicate_transfer');
    expect(await trader.balance()).toBe('10025.500000');
  });

  it.each([
    [{ transferId: 'pay_1', amount: '1', email: 'nobody@example.com' }, 422, 'unknown_user'],
    [{ transferId: 'pay_1', amount: '1', userId: '00000000-0000-4000-8000-000000000000' }, 422, 'unknown_user'],
    [{ transferId: 'pay_1', amount: '1' }, 400, 'invalid_input'],
    [{ transferId: 'pay 1', amount: '1', email: 'a@example.com' }, 400, 'invalid_input'],
    [{ transferId: 'pay_1', amount: 1, email: 'a@example.com' }, 400, 'invalid_input'],
    [{ transferId: 'pay_1', amount: '1', email: 'a@example.com', currency: 'EUR' }, 400, 'invalid_input'],
    [{ amount: '1', email: 'a@example.com' }, 400, 'invalid_input'],
  ])('of %j is refused', async (data, status, code) => {
    expect(await send(deposit(data))).toMatchObject({ status, body: { code } });
  });

  it('of nothing, or less, is refused by the engine', async () => {
    const { userId } = await stack.trader();
    for (const amount of ['0', '-5', '0.0000001'])
      expect((await send(deposit({ transferId: 'pay_0', amount, userId }))).body.code).toBe('invalid_amount');
  });

  it('takes an id that no user can take for a transfer of their own', async () => {
    const trader = await stack.trader();
    const { transferId } = (await send(deposit({ transferId: 'pay_mine', amount: '1', userId: trader.userId }))).body;
    const answer = await trader.post('/wallet/withdrawals', { amount: '1', transferId });
    expect(answer).toMatchObject({ status: 400, body: { errors: { transferId: expect.any(String) } } });
  });
});

it('an event of another type is none of our business, and needs no second sending', async () => {
  expect(await send({ type: 'payout.paid', data: 5 })).toEqual({ status: 200, body: { status: 'ignored' } });
});

describe('what is not signed', () => {
  const stranger = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
  const refused = { status: 401, body: { code: 'invalid_signature' } };

  it('is refused before it is read, and books nothing', async () => {
    const trader = await stack.trader();
    const payload = deposit({ transferId: 'pay_forged', amount: '1000', userId: trader.userId });
    expect(await send(payload, { secret: stranger })).toMatchObject(refused);
    expect(await send(payload, { headers: { 'webhook-signature': 'v1,AAAA' } })).toMatchObject(refused);
    expect(await send(payload, { headers: { 'webhook-id': 'msg_other' } })).toMatchObject(refused);
    expect(await send(payload, { sentAt: new Date(Date.now() - 360_000) })).toMatchObject(refused);
    expect(await send(payload, { sentAt: new Date(Date.now() + 360_000) })).toMatchObject(refused);
    expect(await send({ anything: true }, { secret: stranger })).toMatchObject(refused);
    expect(await send(payload, { headers: { 'content-type': 'text/plain' } })).toMatchObject(refused);
    expect(await trader.balance()).toBe('10000.000000');
  });

  it('is refused by its size', async () => {
    expect((await send(JSON.stringify(deposit({ transferId: 'x'.repeat(17_000) })))).status).toBe(413);
  });
});

it('there is nothing at a server that knows no provider', async () => {
  const { api, url: at } = await stack.addApi();
  await api.start();
  expect(await send(deposit({}), { at })).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(api.log()).not.toContain('whsec_');
});

it('while the engine is away the provider is asked to come again, and what was sent is booked once', async () => {
  const trader = await stack.trader();
  const payload = deposit({ transferId: 'pay_late', amount: '7', userId: trader.userId });
  await stack.engine.kill();
  expect(await send(payload)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  await stack.engine.start();
  expect((await send(payload)).status).toBe(200);
  await expect.poll(async () => (await ledger(trader)).length).toBe(2);
  expect(await trader.balance()).toBe('10007.000000');
});

it('what the engine has forgotten is not booked again: log time is eleven minutes later now', async () => {
  const trader = await stack.trader();
  const payload = deposit({ transferId: 'pay_old', amount: '3', userId: trader.userId });
  expect((await send(payload)).status).toBe(200);
  await expect.poll(async () => (await ledger(trader)).length).toBe(2);
  await stack.redis.xadd(streamKeys().engine, `${Date.now() + 11 * 60_000}-0`, 'type', 'nothing', 'data', '{}');
  expect((await send(payload)).status).toBe(200);
  expect(await trader.balance()).toBe('10003.000000');
});
