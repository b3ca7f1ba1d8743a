import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@fulcrum/db';
import { newOrderId } from '@fulcrum/protocol';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, describe, expect, it } from 'vitest';
import { runTool } from '../support/run-tool.ts';
import type { Stack } from '../support/stack.ts';
import type { Trader } from '../support/trader.ts';
import { beforeAllWithSharedStack } from '../support/use-shared-stack.ts';
import { StaffMember, stepsOf } from './desk-staff.ts';

/** What staff do, through the engine's log or in the database, alone or with a second person's yes. */

let stack: Stack;
let db: Database;
let support: StaffMember;
let dealer: StaffMember;
let compliance: StaffMember;
let admin: StaffMember;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  db = connectDatabase(stack.devstack.postgres.url, 5);
  [support, dealer, compliance, admin] = (await Promise.all(
    (['support', 'dealer', 'compliance', 'admin'] as const).map((role) => StaffMember.hire(stack, db, role)),
  )) as [StaffMember, StaffMember, StaffMember, StaffMember];
});
afterAll(async () => {
  await db?.staffMember.deleteMany();
  await db?.$disconnect();
});

const states = ({ status, body }: { status: number; body: { action?: { state: string }; code?: string } }) => [
  status,
  body.action?.state ?? body.code,
];

describe('money', () => {
  it('up to the amount is booked by one person, once, and is in the client’s ledger', async () => {
    const client = await stack.trader();
    const body = { actionId: randomUUID(), amount: '250', paymentId: randomUUID(), note: 'Wire 17' };
    const answer = await support.ask(`/clients/${client.userId}/deposits`, body);
    expect(states(answer)).toEqual([200, 'done']);
    expect(answer.body.action).toMatchObject({
      ...{ kind: 'book-deposit', takesTwo: false, before: { cash: '10000.000000' } },
      answer: { type: 'transferred', amount: '250.000000', cash: '10250.000000' },
    });
    expect(states(await support.ask(`/clients/${client.userId}/deposits`, body))).toEqual([200, 'done']);
    expect(states(await support.ask(`/clients/${client.userId}/deposits`, { ...body, amount: '251' }))).toEqual([
      409,
      'duplicate_action',
    ]);
    expect(
      states(await support.ask(`/clients/${client.userId}/deposits`, { ...body, actionId: randomUUID() })),
    ).toEqual([200, 'failed']);
    expect(await client.balance()).toBe('10250.000000');
    const [entry] = (await client.get('/wallet/transactions')).body.transactions;
    expect(entry).toMatchObject({ kind: 'deposit', amount: '250.000000', note: 'Wire 17' });
    expect(await stepsOf(db, body.actionId)).toEqual([
      { act: 'book-deposit:act', actor: support.id, role: 'support' },
      { act: 'book-deposit:done', actor: 'desk', role: 'system' },
    ]);
  });

  it('is not split to go round a second person: what was done alone on a day counts, also of what comes at once', async () => {
    const client = await stack.trader();
    const book = () =>
      support.ask(`/clients/${client.userId}/deposits`, { amount: '400', paymentId: randomUUID(), note: 'Wire' });
    const answers = await Promise.all([book(), book(), book(), book()]);
    expect(answers.map(({ body }) => body.action.state).sort()).toEqual(['done', 'done', 'waiting', 'waiting']);
    expect(await client.balance()).toBe('10800.000000');
    const other = await stack.trader();
    const body = { amount: '1000', paymentId: randomUUID(), note: 'Wire' };
    expect(states(await support.ask(`/clients/${other.userId}/deposits`, body))).toEqual([200, 'done']);
  });

  it('asked for twice at once under one id, for different amounts, is booked once, and the other one is told', async () => {
    const client = await stack.trader();
    const actionId = randomUUID();
    const asking = ['10', '20', '30'].map((amount) => ({ actionId, amount, note: 'a correction' }));
    const answers = await Promise.all(asking.map((body) => support.ask(`/clients/${client.userId}/adjustments`, body)));
    expect(answers.map(states).toSorted()).toEqual([
      [200, 'done'],
      [409, 'duplicate_action'],
      [409, 'duplicate_action'],
    ]);
    const booked = answers.find(({ status }) => status === 200)?.body.action.data.amount;
    expect(await client.balance()).toBe(`100${booked}.000000`);
  });

  it('above the amount waits for another one, who may say yes', async () => {
    const client = await stack.trader();
    const asked = await compliance.ask(`/clients/${client.userId}/adjustments`, { amount: '-1000.01', note: 'a fee' });
    expect(states(asked)).toEqual([202, 'waiting']);
    const { actionId } = asked.body.action;
    expect(states(await compliance.decide(actionId, 'approve'))).toEqual([403, 'own_action']);
    expect(states(await dealer.decide(actionId, 'approve'))).toEqual([403, 'role_may_not']);
    expect(states(await support.decide(actionId, 'approve'))).toEqual([403, 'role_may_not']);
    expect(await client.balance()).toBe('10000.000000');
    expect(states(await admin.decide(actionId, 'approve', { reason: 'seen' }))).toEqual([200, 'done']);
    expect(await client.balance()).toBe('8999.990000');
    expect(states(await admin.decide(actionId, 'approve'))).toEqual([409, 'already_decided']);
    expect(await stepsOf(db, actionId)).toEqual([
      { act: 'adjust-cash:ask', actor: compliance.id, role: 'compliance' },
      { act: 'adjust-cash:approve', actor: admin.id, role: 'admin' },
      { act: 'adjust-cash:done', actor: 'desk', role: 'system' },
    ]);
  });

  it('that the engine refuses has failed, with its reason', async () => {
    const client = await stack.trader();
    const { body } = await support.ask(`/clients/${client.userId}/adjustments`, { amount: '-999', note: 'a fee' });
    expect(body.action.state).toBe('done');
    const asked = await support.ask(`/clients/${client.userId}/adjustments`, { amount: '-20000', note: 'a fee' });
    const answer = await admin.decide(asked.body.action.actionId, 'approve');
    expect(states(answer)).toEqual([200, 'failed']);
    expect(answer.body.action.answer).toMatchObject({ type: 'rejected', code: 'insufficient_balance' });
  });

  it('that is withdrawn is paid or given back once', async () => {
    const client = await stack.trader();
    const [small, large, other] = [newOrderId(Date.now()), newOrderId(Date.now()), newOrderId(Date.now())];
    for (const [transferId, amount] of [
      [small, '1000'],
      [large, '1001'],
      [other, '5'],
    ])
      expect((await client.post('/wallet/withdrawals', { transferId, amount })).status).toBe(201);
    await expect.poll(async () => (await client.get('/wallet/withdrawals')).body.withdrawals).toHaveLength(3);
    expect(states(await support.ask(`/withdrawals/${small}/pay`))).toEqual([200, 'done']);
    const asked = await support.ask(`/withdrawals/${large}/pay`);
    expect(states(asked)).toEqual([202, 'waiting']);
    expect(states(await support.ask(`/withdrawals/${large}/release`, { note: 'wrong name' }))).toEqual([200, 'done']);
    const late = await compliance.decide(asked.body.action.actionId, 'approve');
    expect([late.body.action.state, late.body.action.answer.code]).toEqual(['failed', 'unknown_transfer']);
    expect(states(await support.ask(`/withdrawals/${small}/pay`))).toEqual([409, 'already_settled']);
    expect(states(await support.ask(`/withdrawals/${randomUUID()}/pay`))).toEqual([404, 'unknown_transfer']);
    expect(await client.balance()).toBe('8995.000000');
  });
});

describe('an account', () => {
  it('is restricted by one person, and gets its rights back by two', async () => {
    const client = await stack.trader();
    const rights = (wanted: string, by = support) => by.ask(`/clients/${client.userId}/rights`, { rights: wanted });
    expect(states(await rights('close_only'))).toEqual([200, 'done']);
    expect((await client.open()).body.code).toBe('account_restricted');
    expect(states(await rights('close_only'))).toEqual([409, 'no_change']);
    expect(states(await rights('full'))).toEqual([403, 'role_may_not']);
    const asked = await rights('full', dealer);
    expect(states(asked)).toEqual([202, 'waiting']);
    expect(states(await rights('none'))).toEqual([200, 'done']);
    const { actionId } = asked.body.action;
    expect((await compliance.show(actionId)).body).toMatchObject({
      action: { before: { rights: 'close_only' } },
      ...{ present: { rights: 'none' }, hasChanged: true },
    });
    expect(states(await compliance.decide(actionId, 'approve'))).toEqual([409, 'changed_meanwhile']);
    expect(states(await compliance.decide(actionId, 'approve', { despiteChanges: true }))).toEqual([200, 'done']);
    expect((await client.open()).status).toBe(201);
  });

  it('of one’s own is left to others', async () => {
    expect(states(await admin.ask(`/clients/${admin.id}/rights`, { rights: 'none' }))).toEqual([403, 'own_account']);
    const asked = await support.ask(`/clients/${admin.id}/deposits`, { amount: '5000', paymentId: randomUUID() });
    expect(states(await admin.decide(asked.body.action.actionId, 'approve'))).toEqual([403, 'own_account']);
    expect(states(await compliance.decide(asked.body.action.actionId, 'refuse'))).toEqual([200, 'refused']);
  });

  it('of another shard, or of nobody, is said to be so', async () => {
    const elsewhere = randomUUID();
    await db.user.create({ data: { id: elsewhere, email: `${elsewhere}@example.com`, shard: 7 } });
    expect(states(await support.ask(`/clients/${elsewhere}/rights`, { rights: 'none' }))).toEqual([409, 'other_shard']);
    expect(states(await support.ask(`/clients/${randomUUID()}/rights`, { rights: 'none' }))).toEqual([
      404,
      'unknown_user',
    ]);
  });
});

describe('orders of a client', () => {
  const opened = async (client: Trader, order: object = {}) => (await client.open(order)).body.orderId as string;

  it('are closed by a dealer, in part and whole, also where the owner may not', async () => {
    const client = await stack.trader();
    const orderId = await opened(client);
    await support.ask(`/clients/${client.userId}/rights`, { rights: 'none' });
    expect((await client.close(orderId)).body.code).toBe('account_restricted');
    const path = `/clients/${client.userId}/orders/${orderId}/close`;
    const part = await dealer.ask(path, { quantity: '0.004', openQuantity: '0.01' });
    expect([states(part), part.body.action.answer.remaining]).toEqual([[200, 'done'], '0.00600']);
    expect(part.body.action).toMatchObject({ data: { notional: '247.201200' }, before: { quantity: '0.01000' } });
    expect(states(await dealer.ask(path))).toEqual([200, 'done']);
    expect(states(await dealer.ask(path))).toEqual([404, 'unknown_order']);
    expect((await support.ask(path)).body.code).toBe('role_may_not');
  });

  it('above the amount, and all of them, are closed by two', async () => {
    const client = await stack.trader();
    const orderId = await opened(client, { quantity: '0.02' });
    const asked = await dealer.ask(`/clients/${client.userId}/orders/${orderId}/close`);
    expect(states(asked)).toEqual([202, 'waiting']);
    expect(states(await dealer.decide(asked.body.action.actionId, 'withdraw'))).toEqual([200, 'withdrawn']);
    const path = `/clients/${client.userId}/close-all`;
    const all = await dealer.ask(path, { asset: 'BTC_USDC' });
    const { actionId } = all.body.action;
    expect(states(await dealer.ask(path, { actionId, asset: 'BTC_USDC' }))).toEqual([202, 'waiting']);
    expect(states(await dealer.ask(path, { actionId }))).toEqual([409, 'duplicate_action']);
    const answer = await admin.decide(all.body.action.actionId, 'approve');
    expect([states(answer), answer.body.action.answer.closed]).toEqual([[200, 'done'], 1]);
  });

  it('that wait are cancelled by one', async () => {
    const client = await stack.trader();
    const orderId = await opened(client, { orderType: 'limit', price: '100.00' });
    await opened(client, { orderType: 'limit', price: '101.00' });
    expect(states(await dealer.ask(`/clients/${client.userId}/orders/${orderId}/cancel`))).toEqual([200, 'done']);
    const all = await dealer.ask(`/clients/${client.userId}/cancel-all`);
    expect([states(all), all.body.action.answer.cancelled]).toEqual([[200, 'done'], 1]);
  });
});

describe('an instrument', () => {
  const settings = {
    ...{ asset: 'DESK_USDC', priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00001', maxQuantity: '1000.00000' },
    ...{ maxLeverage: 100, maxQuoteAgeMs: 3_600_000 },
  };

  it('is added by two, halted by one, and resumed by two who have seen what it is now', async () => {
    const path = '/instruments/DESK_USDC';
    const added = await dealer.ask(`${path}/settings`, { settings });
    expect(states(added)).toEqual([202, 'waiting']);
    expect(states(await compliance.decide(added.body.action.actionId, 'approve'))).toEqual([200, 'done']);
    const changed = await admin.ask(`${path}/settings`, { settings: { ...settings, maxLeverage: 50 } });
    expect(states(await dealer.ask(`${path}/halt`, { mode: 'close_only' }))).toEqual([200, 'done']);
    const { actionId } = changed.body.action;
    expect((await dealer.show(actionId)).body).toMatchObject({ hasChanged: true, present: { mode: 'close_only' } });
    expect(states(await dealer.decide(actionId, 'approve'))).toEqual([409, 'changed_meanwhile']);
    expect(states(await dealer.ask(`${path}/halt`, { mode: 'closed' }))).toEqual([200, 'done']);
    const loosened = await dealer.ask(`${path}/halt`, { mode: 'close_only' });
    expect([states(loosened), loosened.body.action.answer.code]).toEqual([[200, 'failed'], 'changed_meanwhile']);
    expect(states(await dealer.decide(actionId, 'approve', { despiteChanges: true }))).toEqual([200, 'done']);
    const { instruments } = (await dealer.trader.get('/market/instruments')).body;
    const now = instruments.find(({ asset }: { asset: string }) => asset === 'DESK_USDC');
    expect(now).toEqual({ ...settings, maxLeverage: 50 });
  });

  it('gets a price by hand from two people, which no guard holds and screens show', async () => {
    await stack.addInstrument('DEAD_USDC', 3_600_000, { maxJumpBps: 100 });
    await stack.tick('100.00', '100.10', 'DEAD_USDC');
    const client = await stack.trader();
    const price = (bid: string, ask: string) => dealer.ask('/instruments/DEAD_USDC/price', { bid, ask });
    expect(states(await price('200.10', '200.00'))).toEqual([422, 'invalid_price']);
    const asked = await price('200.00', '200.10');
    expect(states(asked)).toEqual([202, 'waiting']);
    expect(states(await compliance.decide(asked.body.action.actionId, 'approve'))).toEqual([403, 'role_may_not']);
    expect(states(await admin.decide(asked.body.action.actionId, 'approve'))).toEqual([200, 'done']);
    expect((await client.open({ asset: 'DEAD_USDC' })).body).toMatchObject({ openPrice: '200.10' });
    const shown = await stack.redis.xrevrange(streamKeys().price, '+', '-', 'COUNT', 1);
    expect(shown[0]?.[1]).toEqual(expect.arrayContaining(['DEAD_USDC', '200.00', '200.10', 'dealer']));
  });
});

describe('command lines', () => {
  it('ask as people do once somebody works at the desk: halting holds at once, all else waits', async () => {
    const settings = {
      ...{ asset: 'LINE_USDC', priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00001', maxQuantity: '1000' },
      ...{ maxLeverage: 100, maxQuoteAgeMs: 3_600_000 },
    };
    await stack.append('set-instrument', settings);
    const file = join(stack.home, 'line.json');
    const apply = (changed: object) => {
      writeFileSync(file, JSON.stringify([{ ...settings, ...changed }]));
      return runTool(stack, 'instruments', ['apply', file, '--yes']);
    };
    expect((await apply({ mode: 'close_only' })).said).toContain('LINE_USDC: set');
    const resumed = await apply({});
    expect(resumed).toMatchObject({ status: 0, said: expect.stringContaining('waits for a second person') });
    const [, actionId = ''] = /action ([0-9a-f-]{36})/.exec(resumed.said) ?? [];
    expect((await compliance.show(actionId)).body).toMatchObject({
      action: { kind: 'set-instrument', askedBy: expect.stringMatching(/^cli:/), state: 'waiting' },
    });
    expect(states(await compliance.decide(actionId, 'approve'))).toEqual([200, 'done']);
    expect((await apply({})).said).toContain('Nothing was changed.');
    const client = await stack.trader();
    const book = (amount: string) =>
      runTool(stack, 'deposits', ['book', client.email, amount, '--id', randomUUID(), '--note', 'Wire']);
    expect((await book('1000')).said).toContain('booked');
    expect((await book('1000.01')).said).toContain('compliance or admin may say yes at the desk');
    expect(await client.balance()).toBe('11000.000000');
    expect((await runTool(stack, 'limits', ['account', client.email, '--rights', 'none'])).said).toContain(
      'rights: none',
    );
    expect(await runTool(stack, 'limits', ['account', client.email, '--rights', 'full'])).toMatchObject({
      ...{ status: 1, said: expect.stringContaining('waits for a second person') },
    });
  });
});

describe('what a change would do', () => {
  it('is said before anybody asks for it', async () => {
    await stack.addInstrument('SEEN_USDC');
    await stack.tick('100.00', '101.00', 'SEEN_USDC');
    const [one, two] = [await stack.trader(), await stack.trader()];
    await one.open({ asset: 'SEEN_USDC', quantity: '2', leverage: 20 });
    await one.open({ asset: 'SEEN_USDC', quantity: '0.5', leverage: 5 });
    await two.open({ asset: 'SEEN_USDC', quantity: '3', leverage: 20, orderType: 'limit', price: '90.00' });
    const { instruments } = (await one.get('/market/instruments')).body;
    const known = instruments.find(({ asset }: { asset: string }) => asset === 'SEEN_USDC');
    const settings = {
      ...known,
      mode: 'closed',
      maxLeverage: 10,
      minQuantity: '1',
      maxQuoteAgeMs: 0,
      maxSpreadBps: 50,
    };
    const preview = () => dealer.trader.post('/desk/instruments/SEEN_USDC/settings/preview', { settings });
    const settles = { timeout: 30_000 };
    // Orders are counted in the snapshot, which is cut by the log's own clock.
    await expect
      .poll(async () => {
        await stack.tick('100.00', '101.00', 'SEEN_USDC');
        return (await preview()).body.touches;
      }, settles)
      .toEqual({
        ...{ positions: 2, pendingOrders: 1, accounts: 2 },
        aboveMaxLeverage: { positions: 1, pendingOrders: 1 },
        outsideQuantities: { positions: 1, pendingOrders: 0 },
        guaranteedStops: { positions: 0, pendingOrders: 0 },
      });
    const { body } = await preview();
    expect(body).toMatchObject({ isNew: false, isHalting: false });
    expect(body.differences).toContainEqual({ field: 'minQuantity', before: '0.00001', after: '1.00000' });
    expect(body.differences).toHaveLength(5);
    const limits = { maxOpenOrders: 1, maxNotional: '200', maxTotalNotional: '1000000' };
    const ofLimits = await compliance.trader.post('/desk/limits/preview', { limits });
    expect(ofLimits.body.touches.aboveMaxOpenOrders).toBeGreaterThan(0);
    expect(ofLimits.body.touches).toMatchObject({ aboveMaxTotalNotional: 0 });
    expect((await support.trader.post('/desk/limits/preview', { limits })).body.code).toBe('role_may_not');
  });
});

describe('a note about a client', () => {
  it('is written once, by whoever works here, and is on record', async () => {
    const client = await stack.trader();
    const note = { noteId: randomUUID(), text: 'Called back.' };
    const add = (body: object) => support.trader.post(`/desk/clients/${client.userId}/notes`, body);
    expect([(await add(note)).status, (await add(note)).status]).toEqual([201, 200]);
    expect((await add({ ...note, text: 'Did not.' })).body.code).toBe('duplicate_note');
    expect((await add({ noteId: randomUUID(), text: 'two\nlines' })).status).toBe(400);
    expect((await dealer.trader.get(`/desk/clients/${client.userId}/notes`)).body.notes).toMatchObject([
      { author: support.id, text: 'Called back.' },
    ]);
    const rows = await db.auditEntry.findMany({ where: { subject: client.userId, act: 'note' } });
    expect(rows.map(({ actor, content }) => [actor, JSON.parse(content)])).toEqual([
      [support.id, { after: { noteId: note.noteId } }],
    ]);
  });
});

describe('roles', () => {
  it('are given, changed and taken by two, and count from then on', async () => {
    const someone = await stack.trader();
    const change = async (role: string | null) => {
      const asked = await admin.ask('/staff/roles', { userId: someone.userId, role });
      expect(states(asked)).toEqual([202, 'waiting']);
      expect(states(await compliance.decide(asked.body.action.actionId, 'approve'))).toEqual([200, 'done']);
    };
    await change('dealer');
    const hired = new StaffMember(someone);
    const asked = await hired.ask(`/clients/${support.id}/close-all`);
    expect(states(asked)).toEqual([202, 'waiting']);
    await change(null);
    expect((await hired.show(asked.body.action.actionId)).body.code).toBe('staff_only');
    expect(states(await dealer.decide(asked.body.action.actionId, 'approve'))).toEqual([409, 'asker_may_not']);
  });

  it('are given by one who says yes to several at once, none of whom waits for ever', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => stack.trader()));
    const asked = await Promise.all(others.map(({ userId }) => admin.ask('/staff/roles', { userId, role: 'support' })));
    const answers = await Promise.all(asked.map(({ body }) => compliance.decide(body.action.actionId, 'approve')));
    expect(answers.map(states)).toEqual(others.map(() => [200, 'done']));
  });

  it('are not kept by those whom a change concerns: they neither say yes nor no', async () => {
    const other = await StaffMember.hire(stack, db, 'admin');
    const { body } = await admin.ask('/staff/roles', { userId: other.id, role: null });
    expect(states(await other.decide(body.action.actionId, 'approve'))).toEqual([403, 'own_account']);
    expect(states(await other.decide(body.action.actionId, 'refuse'))).toEqual([403, 'own_account']);
    expect(states(await compliance.decide(body.action.actionId, 'approve'))).toEqual([200, 'done']);
  });

  it('leave at least one admin', async () => {
    const other = await StaffMember.hire(stack, db, 'admin');
    const asked = await other.ask('/staff/roles', { userId: admin.id, role: 'support' });
    await db.staffMember.delete({ where: { userId: other.id } });
    expect(states(await compliance.decide(asked.body.action.actionId, 'approve'))).toEqual([409, 'asker_may_not']);
    await db.staffMember.create({ data: { userId: other.id, role: 'admin' } });
    expect(states(await compliance.decide(asked.body.action.actionId, 'approve'))).toEqual([200, 'done']);
    await db.staffMember.update({ where: { userId: admin.id }, data: { role: 'admin' } });
  });
});

describe('two who decide at once', () => {
  it.each([
    ['yes and yes', 'approve', 'approve'],
    ['yes and no', 'approve', 'refuse'],
  ] as const)('%s: one is told that it was decided', async (_what, one, two) => {
    const client = await stack.trader();
    const asked = await support.ask(`/clients/${client.userId}/deposits`, { amount: '1500', paymentId: randomUUID() });
    const { actionId } = asked.body.action;
    const answers = await Promise.all([admin.decide(actionId, one), compliance.decide(actionId, two)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const isBooked = answers.some(({ body }) => body.action?.state === 'done');
    expect(await client.balance()).toBe(isBooked ? '11500.000000' : '10000.000000');
  });

  it('withdrawn and yes: one is told that it was decided', async () => {
    const client = await stack.trader();
    const asked = await support.ask(`/clients/${client.userId}/deposits`, { amount: '1500', paymentId: randomUUID() });
    const { actionId } = asked.body.action;
    const answers = await Promise.all([support.decide(actionId, 'withdraw'), compliance.decide(actionId, 'approve')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('the list', () => {
  it('comes page by page, filtered', async () => {
    const page = (query: string) => support.trader.get(`/desk/actions?${query}`);
    const all = (await page('limit=100')).body.actions;
    const first = (await page('limit=3')).body;
    const second = (await page(`limit=3&after=${first.next}`)).body;
    expect([...first.actions, ...second.actions]).toEqual(all.slice(0, 6));
    const done = (await page('limit=100&state=done&kind=book-deposit')).body.actions;
    expect(done).toEqual(
      all.filter(({ state, kind }: { state: string; kind: string }) => state === 'done' && kind === 'book-deposit'),
    );
    expect(done.length).toBeGreaterThan(0);
  });
});
