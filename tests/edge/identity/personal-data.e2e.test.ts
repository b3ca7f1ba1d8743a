import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '@fulcrum/db';
import { afterAll, expect, it } from 'vitest';
import type { AppProcess } from '../../support/app-process.ts';
import { staffMember } from '../../support/desk/staff.ts';
import { SUBMISSION, sendDocuments } from '../../support/identity/identity-client.ts';
import type { Stack } from '../../support/stack.ts';
import { call, Trader } from '../../support/trader.ts';
import { beforeAllWithSharedStack } from '../../support/use-shared-stack.ts';

/** What is stored about clients: they may have it, and have it erased. */

let stack: Stack;
let url: string;
let db: Database;
let strict: AppProcess;
let strictUrl: string;
let [asking, second] = [] as unknown as [Trader, Trader];

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  url = stack.apiUrls[0] ?? '';
  db = connectDatabase(stack.devstack.postgres.url, 2);
  const added = await stack.addApi({ PAPER_DEPOSITS: 'off', AGREEMENTS_REQUIRED: 'off' });
  [strict, strictUrl] = [added.api, added.url];
  await strict.start();
  [asking, second] = [await staffMember(stack, db, 'compliance'), await staffMember(stack, db, 'admin')];
});

afterAll(async () => {
  await db?.$disconnect();
  await strict?.stop();
});

const remove = (trader: Trader, path: string) => call(url, 'DELETE', path, undefined, trader.token);
const erase = (by: Trader, { userId }: Trader, at = url) =>
  by.at(at).post(`/desk/clients/${userId}/erase`, { actionId: randomUUID(), reason: 'They asked for it.' });
const setRights = (by: Trader, { userId }: Trader, rights: string) =>
  by.post(`/desk/clients/${userId}/rights`, { actionId: randomUUID(), reason: 'They leave.', rights });
const approve = (by: Trader, actionId: string) => by.post(`/desk/actions/${actionId}/approve`, {});

/** A client of whom much is known. */
async function known(): Promise<Trader> {
  const trader = await stack.trader();
  const { userId } = trader;
  await trader.patch('/account/profile', { name: 'Ada Lovelace', country: 'PT' });
  await trader.post('/account/agreements', { document: 'terms', version: 1 });
  await trader.post('/auth/keys', { name: 'my bot', scopes: ['read'] });
  await sendDocuments(url, trader);
  await trader.post('/account/identity/submit', SUBMISSION);
  await db.clientNote.create({ data: { userId, author: asking.userId, text: 'called about Lisbon' } });
  const { orderId } = (await trader.open()).body;
  await trader.close(orderId);
  await expect.poll(() => db.existingTrade.count({ where: { userId } })).toBe(1);
  return trader;
}

it('an export has all that is stored about its user, without hashes and secrets, and links to the documents', async () => {
  const ada = await known();
  const { status, body, headers } = await ada.get('/account/export');
  expect([status, headers.get('content-disposition')]).toEqual([200, 'attachment; filename="fulcrum-export.json"']);
  expect(body).toMatchObject({
    user: { id: ada.userId, email: ada.email },
    profile: { name: 'Ada Lovelace', country: 'PT' },
    agreements: [{ document: 'terms' }],
    keys: [{ name: 'my bot' }],
    notes: [{ text: 'called about Lisbon' }],
    identity: { fullName: 'Ada Lovelace', state: 'submitted', answers: SUBMISSION.answers },
    trades: [{ userId: ada.userId, asset: 'BTC_USDC' }],
    orderEvents: [{ type: 'created' }],
    ledger: [{ kind: 'deposit' }, { kind: 'pnl' }],
  });
  // Snapshots are cut by the log's own clock: there may be none yet.
  expect(body).toHaveProperty('account');
  const [{ link }] = body.documents;
  expect((await ada.get(link.replace('/api/v1', ''))).status).toBe(200);
  const text = JSON.stringify(body);
  expect(text).not.toMatch(/hash|secret|sealed|author/i);
  const { hash } = await db.apiKey.findFirstOrThrow({ where: { userId: ada.userId } });
  expect(text).not.toContain(hash);
});

it('an erasure is asked for with proof, once nothing stands in the way, and may be taken back', async () => {
  const ada = await stack.trader();
  expect((await ada.get('/account/erasure')).body).toEqual({ askedAt: null });
  const { orderId } = (await ada.open()).body;
  expect(await ada.post('/account/erasure', {})).toMatchObject({
    ...{ status: 409, body: { code: 'not_settled', detail: 'This stands in the way: an open position.' } },
  });
  await ada.close(orderId);
  const cash = { status: 409, body: { detail: 'This stands in the way: cash.' } };
  expect(await ada.at(strictUrl).post('/account/erasure', {})).toMatchObject(cash);
  const transferId = randomUUID();
  await ada.post('/wallet/withdrawals', { transferId, amount: '1' });
  expect((await ada.post('/account/erasure', {})).body.detail).toContain('a withdrawal that waits');
  await ada.post(`/wallet/withdrawals/${transferId}/cancel`, {});
  await db.userSession.updateMany({ where: { userId: ada.userId }, data: { startedAt: new Date(0) } });
  expect(await ada.post('/account/erasure', {})).toMatchObject({ status: 403, body: { code: 'proof_needed' } });
  const fresh = await Trader.signIn(url, ada.email);
  expect((await fresh.post('/account/erasure', {})).body).toEqual({ askedAt: expect.any(Number) });
  const queue = async () =>
    (await asking.get('/desk/erasures?limit=100')).body.erasures.map(({ userId }: { userId: string }) => userId);
  expect(await queue()).toContain(ada.userId);
  expect((await remove(ada, '/account/erasure')).body).toEqual({ askedAt: null });
  expect(await queue()).not.toContain(ada.userId);
});

it('an erasure takes two, ends all sessions and keys at once everywhere, and leaves what has to be kept', async () => {
  const ada = await known();
  const { userId } = ada;
  const { secret } = (await ada.post('/auth/keys', { name: 'bot', scopes: ['read'] })).body;
  const withKey = () => call(strictUrl, 'GET', '/balance/me', undefined, secret);
  expect((await withKey()).status).toBe(200);
  const { body } = await erase(asking, ada);
  expect([body.code, body.detail]).toEqual(['not_settled', expect.stringMatching('not restricted')]);
  expect((await setRights(asking, ada, 'none')).body.action.state).toBe('done');
  expect(await erase(asking, ada, strictUrl)).toMatchObject({ status: 409, body: { code: 'not_settled' } });
  const waiting = await erase(asking, ada);
  expect([waiting.status, waiting.body.action.state]).toEqual([202, 'waiting']);
  expect((await approve(asking, waiting.body.action.actionId)).status).toBe(403);
  const done = await approve(second, waiting.body.action.actionId);
  expect([done.status, done.body.action.state]).toEqual([200, 'done']);
  await expect.poll(async () => (await ada.at(strictUrl).get('/account/profile')).status).toBe(401);
  await expect.poll(async () => (await withKey()).status).toBe(401);
  const where = { userId };
  expect(await db.user.findUniqueOrThrow({ where: { id: userId } })).toMatchObject({
    ...{ email: `erased-${userId}@erased.invalid`, passwordHash: null },
  });
  for (const left of [
    db.profile.count({ where }),
    db.userSession.count({ where }),
    db.apiKey.count({ where }),
    db.knownDevice.count({ where }),
    db.clientNote.count({ where }),
    db.identityCheck.count({ where }),
    db.identityDocument.count({ where }),
    db.notice.count({ where }),
    db.signInToken.count({ where }),
  ])
    expect(await left).toBe(0);
  for (const kept of [
    db.existingTrade.count({ where }),
    db.agreement.count({ where }),
    db.ledgerEntry.count({ where }),
    db.auditEntry.count({ where: { subject: userId } }),
  ])
    expect(await kept).toBeGreaterThan(0);
  expect(await db.erasureRequest.findUniqueOrThrow({ where })).toMatchObject({ doneAt: expect.any(Date) });
  // The address is free again, for somebody else.
  expect((await Trader.signIn(url, ada.email)).userId).not.toBe(userId);
});

it('nothing is done to an erased client any more, also where it was asked for before', async () => {
  const ada = await stack.trader();
  const book = (amount: string) =>
    asking.post(`/desk/clients/${ada.userId}/deposits`, {
      ...{ actionId: randomUUID(), reason: 'A wire came.', amount, paymentId: randomUUID() },
    });
  const before = await book('5000');
  expect(before.body.action.state).toBe('waiting');
  await setRights(asking, ada, 'none');
  const erasure = await erase(asking, ada);
  expect((await approve(second, erasure.body.action.actionId)).body.action.state).toBe('done');
  const refused = { status: 409, body: { code: 'erased' } };
  expect(await approve(second, before.body.action.actionId)).toMatchObject(refused);
  expect(await book('5')).toMatchObject(refused);
  expect(await erase(asking, ada)).toMatchObject(refused);
  const note = { noteId: randomUUID(), text: 'was Ada Lovelace' };
  expect(await asking.post(`/desk/clients/${ada.userId}/notes`, note)).toMatchObject(refused);
  expect(await db.clientNote.count({ where: { userId: ada.userId } })).toBe(0);
});

it('nobody who works here is erased, nor somebody who was given rights back and opened a position meanwhile', async () => {
  const dealer = await staffMember(stack, db, 'dealer');
  await setRights(asking, dealer, 'none');
  const asked = await erase(asking, dealer);
  expect(await approve(second, asked.body.action.actionId)).toMatchObject({ body: { code: 'works_here' } });
  const ada = await stack.trader();
  await setRights(asking, ada, 'none');
  const waiting = await erase(asking, ada);
  expect((await ada.open()).body.code).toBe('account_restricted');
  const restored = await setRights(asking, ada, 'full');
  expect((await approve(second, restored.body.action.actionId)).body.action.state).toBe('done');
  await ada.open();
  const refused = { status: 409, body: { code: 'not_settled' } };
  expect(await approve(second, waiting.body.action.actionId)).toMatchObject(refused);
  expect((await ada.get('/account/profile')).status).toBe(200);
});

it('an action that was a decision about an identity can be looked at', async () => {
  const ada = await stack.trader();
  await sendDocuments(url, ada);
  const { version } = (await ada.post('/account/identity/submit', SUBMISSION)).body;
  await asking.post(`/desk/identity/${ada.userId}/decision`, { version, decision: 'approve' });
  const { actions } = (await second.get(`/desk/actions?userId=${ada.userId}`)).body;
  expect(actions).toMatchObject([{ kind: 'decide-identity', state: 'done', data: { state: 'approved' } }]);
  expect((await second.get(`/desk/actions/${actions[0].actionId}`)).status).toBe(200);
});
