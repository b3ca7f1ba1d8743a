import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '@fulcrum/db';
import { ROLES } from '@fulcrum/desk';
import { afterAll, describe, expect, it } from 'vitest';
import { staffMember } from '../../support/desk/staff.ts';
import type { Stack } from '../../support/stack.ts';
import type { Trader } from '../../support/trader.ts';
import { beforeAllWithSharedStack } from '../../support/use-shared-stack.ts';

/** What staff see of clients. */

let stack: Stack;
let db: Database;
let support: Trader;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  db = connectDatabase(stack.devstack.postgres.url, 2);
  support = await staffMember(stack, db, 'support');
});

afterAll(() => db?.$disconnect());

const SCRIPT = '<script>alert(1)</script> "&<img src=x onerror=alert(1)>';

async function client(name: string): Promise<Trader> {
  const trader = await stack.trader();
  await db.profile.create({ data: { userId: trader.userId, name, country: 'PT' } });
  return trader;
}

const found = async (search: string, more = '') =>
  (await support.get(`/desk/clients?search=${encodeURIComponent(search)}${more}`)).body.clients.map(
    ({ userId }: { userId: string }) => userId,
  );

describe('clients', () => {
  it('are found by the beginning of address, name or last word, in any case, and listed once', async () => {
    const word = `Ä${randomUUID().slice(0, 8)}`;
    const [ada, bob] = [await client(`${word} Lovelace`), await client(`Bob ${word}`)];
    expect(await found(word)).toEqual([bob.userId, ada.userId].sort((one) => (one === bob.userId ? -1 : 1)));
    expect(await found(word.toUpperCase())).toHaveLength(2);
    expect(await found(word.slice(0, -1))).toHaveLength(2);
    expect(await found(`${word} love`)).toEqual([ada.userId]);
    expect(await found(ada.email.toUpperCase())).toEqual([ada.userId]);
    expect(await found(ada.email.slice(0, -3))).toEqual([ada.userId]);
    expect(await found(word.slice(1))).toEqual([]);
  });

  it('are listed the newest first, page by page, each once', async () => {
    const made = [await stack.trader(), await stack.trader(), await stack.trader()].map(({ userId }) => userId);
    const seen: string[] = [];
    for (let after = ''; seen.length < 3; ) {
      const { body } = await support.get(`/desk/clients?limit=1${after}`);
      seen.push(body.clients[0].userId);
      after = `&after=${body.next}`;
    }
    expect(seen).toEqual(made.toReversed());
  });

  it('are paged in the order of what they are found by, whatever they are found by twice', async () => {
    const word = `q${randomUUID().slice(0, 8)}`;
    const made = [];
    for (const name of ['a', 'b', 'c']) {
      const trader = await stack.trader(`${word}${name}@example.com`);
      await db.profile.create({ data: { userId: trader.userId, name: `${word}${name} ${word}${name}` } });
      made.push(trader.userId);
    }
    const seen: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const { body } = await support.get(`/desk/clients?limit=1&search=${word}${after}`);
      seen.push(...body.clients.map(({ userId }: { userId: string }) => userId));
      after = body.next && `&after=${body.next}`;
    }
    expect(seen).toEqual(made);
  });

  it('are found by the ids of their orders and transfers', async () => {
    const trader = await stack.trader();
    const { orderId } = (await trader.open()).body;
    await expect.poll(() => found(orderId)).toEqual([trader.userId]);
    await trader.close(orderId);
    const transferId = randomUUID();
    await trader.post('/wallet/deposits', { amount: '1', transferId });
    await expect.poll(() => found(transferId)).toEqual([trader.userId]);
    await expect.poll(() => found(orderId.toUpperCase())).toEqual([trader.userId]);
    expect(await found(trader.userId)).toEqual([trader.userId]);
    expect(await found(randomUUID())).toEqual([]);
  });

  it.each(['%', '_', '\\', "'", '%%%', 'a\\', '\u{10ffff}x', '"', '$1', 'ａ'])(
    'searched for %j are none',
    async (term) => {
      const { status, body } = await support.get(`/desk/clients?search=${encodeURIComponent(term)}`);
      expect([status, body.clients ?? body.code]).toEqual(
        term.startsWith('\u{10ffff}') ? [400, 'invalid_input'] : [200, []],
      );
    },
  );

  it.each([
    ['search=%00', 'search'],
    ['search=a%0Ab', 'search'],
    ['search=%E2%80%AE', 'search'],
    [`search=${'a'.repeat(255)}`, 'search'],
    [`search=${'a'.repeat(4_000)}`, 'search'],
    ['search=', 'search'],
    ['limit=101', 'limit'],
    ['limit=0', 'limit'],
    ['after=!', 'after'],
    [`after=${Buffer.from('["\u0000","x"]').toString('base64url')}`, 'after'],
    [`after=${Buffer.from('["9999999999999999","x"]').toString('base64url')}`, 'after'],
    [`after=${Buffer.from(JSON.stringify(['999999999999999', randomUUID()])).toString('base64url')}&limit=x`, 'limit'],
    [`search=a&after=${Buffer.from(JSON.stringify(['\u0000', randomUUID()])).toString('base64url')}`, 'after'],
    [`search=a&after=${Buffer.from(JSON.stringify({})).toString('base64url')}`, 'after'],
    ['more=1', 'more'],
  ])('are not listed for %s', async (query, field) => {
    const { status, body } = await support.get(`/desk/clients?${query}`);
    expect([status, Object.keys(body.errors ?? body)]).toEqual([400, [field]]);
  });

  it('show what they wrote as data, never as a page', async () => {
    const trader = await client(SCRIPT.slice(0, 80));
    await db.clientNote.create({ data: { userId: trader.userId, author: support.userId, text: SCRIPT } });
    for (const path of [`/desk/clients?search=${trader.email}`, ...['', '/notes'].map((part) => of(trader, part))]) {
      const { headers, body } = await support.get(path);
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(JSON.stringify(body)).toContain('<script>');
    }
    expect((await support.get(of(trader, '/notes'))).body.notes).toMatchObject([
      { text: SCRIPT, author: support.userId, authorEmail: support.email },
    ]);
  });
});

const of = ({ userId }: { userId: string }, part = '') => `/desk/clients/${userId}${part}`;

describe('a client', () => {
  it('is shown with their account, orders, trades, ledger, transfers, rejections, sessions and agreements', async () => {
    const trader = await client('Grace Hopper');
    const { orderId } = (await trader.open({ quantity: '0.002' })).body;
    const { orderId: waiting } = (await trader.open({ orderType: 'limit', price: '50000.00' })).body;
    await trader.open({ leverage: 1000 });
    const { orderId: gone } = (await trader.open()).body;
    await trader.close(gone);
    const { body } = await support.get(of(trader));
    expect(body).toMatchObject({
      client: { email: trader.email, name: 'Grace Hopper', country: 'PT', role: null, hasSecondFactor: false },
      account: { rights: 'full', exposure: { openOrders: 1 }, cash: expect.any(String) },
    });
    const orders = (await support.get(of(trader, '/orders'))).body;
    expect(orders.orders).toMatchObject([{ orderId }]);
    expect(orders.pendingOrders).toMatchObject([{ orderId: waiting }]);
    const first = (await support.get(of(trader, '/orders?limit=1'))).body;
    expect([first.orders.length, first.next]).toEqual([1, expect.any(String)]);
    const second = (await support.get(of(trader, `/orders?limit=1&after=${first.next}`))).body;
    expect(second.pendingOrders).toMatchObject([{ orderId: waiting }]);
    await expect
      .poll(async () => (await support.get(of(trader, '/trades'))).body.orders)
      .toMatchObject([{ orderId: gone }]);
    expect((await support.get(of(trader, '/trades'))).body).toEqual((await trader.get('/trade/get-close-orders')).body);
    const ledger = (await support.get(of(trader, '/ledger?limit=1'))).body;
    expect(ledger).toMatchObject({ entries: [{ kind: 'pnl', orderId: gone }], next: expect.any(String) });
    const rest = (await support.get(of(trader, `/ledger?after=${ledger.next}`))).body;
    expect(rest.entries).toMatchObject([{ kind: 'deposit', amount: '10000.000000' }]);
    expect((await support.get(of(trader, '/ledger?kind=deposit'))).body).toEqual(rest);
    // The API may have asked the engine on their behalf which rules hold, which the engine refuses as well.
    expect((await support.get(of(trader, '/rejections'))).body.rejections[0]).toMatchObject({
      code: 'invalid_leverage',
    });
    await trader.post('/wallet/withdrawals', { amount: '5', transferId: randomUUID() });
    const transfers = async () => (await support.get(of(trader, '/transfers'))).body.transfers;
    await expect.poll(transfers).toMatchObject([{ step: 'held', amount: '5.000000' }]);
    expect((await support.get(of(trader, '/agreements'))).body.agreed).toEqual([]);
    expect((await support.get(of(trader, '/sessions'))).body.sessions).toMatchObject([{ address: '127.0.0.1' }]);
  });

  it('who has no account yet is not given one by being looked at', async () => {
    const { id: userId } = await db.user.create({ data: { email: `never-${randomUUID()}@example.com` } });
    const { body } = await support.get(of({ userId }));
    expect(body).toMatchObject({
      account: null,
      accountLack: { code: 'unknown_account' },
      client: { lastLoggedIn: null },
    });
    expect((await support.get(of({ userId }, '/ledger'))).body).toEqual({ entries: [] });
    expect((await support.get(of({ userId }, '/orders'))).body.code).toBe('unknown_account');
    expect((await support.get(of({ userId }))).body.account).toBeNull();
  });

  it('of another shard is found, and their account is said to be elsewhere', async () => {
    const { id: userId } = await db.user.create({ data: { email: `other-${randomUUID()}@example.com`, shard: 7 } });
    expect(await found(userId)).toEqual([userId]);
    expect((await support.get(of({ userId }))).body).toMatchObject({
      account: null,
      accountLack: { code: 'other_shard' },
    });
    for (const part of ['orders', 'trades', 'ledger', 'transfers', 'rejections']) {
      const { status, body } = await support.get(of({ userId }, `/${part}`));
      expect([part, status, body.code]).toEqual([part, 409, 'other_shard']);
      expect(body.detail).toContain('shard 7');
    }
  });

  it.each(['', '/orders', '/trades', '/ledger', '/transfers', '/rejections', '/notes', '/agreements', '/sessions'])(
    'that is nobody is not found: %s',
    async (part) => {
      const { status, body } = await support.get(of({ userId: randomUUID() }, part));
      expect([status, body.code]).toEqual([404, 'unknown_user']);
      expect((await support.get(`/desk/clients/nobody${part}`)).status).toBe(400);
      const foreign = { ledger: 's7-000001732000000-0000000000000000-000-0', orders: 's7-1' }[part.slice(1)];
      const after = foreign ?? 's7-000001732000000-0000000000000000-000';
      if (['', '/agreements', '/sessions'].includes(part)) return;
      expect((await support.get(of(support, `${part}?after=${after}`))).body.errors).toHaveProperty('after');
    },
  );
});

describe('sessions', () => {
  it('are ended at once, by who may, and that is on record', async () => {
    const trader = await stack.trader();
    const [{ sessionId }] = (await support.get(of(trader, '/sessions'))).body.sessions;
    const end = (by: Trader, whose: { userId: string }, more: object = {}) =>
      by.post(of(whose, '/sessions/end'), { reason: 'Lost their phone', ...more });
    const dealer = await staffMember(stack, db, 'dealer');
    expect((await end(dealer, trader)).body.code).toBe('role_may_not');
    expect((await dealer.get(of(trader, '/sessions'))).body.code).toBe('role_may_not');
    expect((await end(support, support)).body.code).toBe('own_account');
    expect((await end(support, dealer)).body.code).toBe('role_may_not');
    expect((await end(support, trader, { sessionId: randomUUID() })).body.code).toBe('unknown_session');
    expect((await end(support, trader, { reason: 'two\nlines' })).status).toBe(400);
    expect((await trader.get('/auth/sessions')).status).toBe(200);
    expect((await end(support, trader, { sessionId })).status).toBe(200);
    expect((await trader.get('/auth/sessions')).status).toBe(401);
    const [row, ...others] = await db.auditEntry.findMany({ where: { subject: trader.userId } });
    expect(others).toEqual([]);
    expect(row).toMatchObject({ act: 'end-sessions', actor: support.userId, role: 'support' });
    expect(JSON.parse(row?.content ?? '')).toEqual({ reason: 'Lost their phone', after: { ended: [sessionId] } });
    const compliance = await staffMember(stack, db, 'compliance');
    expect((await end(compliance, dealer)).status).toBe(200);
    expect((await dealer.get('/desk/me')).status).toBe(401);
  });
});

it('each role of staff reads clients, and nobody else does', async () => {
  const trader = await stack.trader();
  for (const role of ROLES) {
    const staff = await staffMember(stack, db, role);
    expect([role, (await staff.get('/desk/clients')).status]).toEqual([role, 200]);
  }
  expect((await trader.get('/desk/clients')).body.code).toBe('staff_only');
  expect((await trader.get(of(trader))).body.code).toBe('staff_only');
});
