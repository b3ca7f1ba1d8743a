import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LEDGER_RULES, NEWEST_RULES } from '@fulcrum/cfd';
import { connectDatabase, type Database } from '@fulcrum/db';
import { historyId } from '@fulcrum/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Stack } from '../support/stack.ts';
import type { ApiAnswer, Trader } from '../support/trader.ts';

/** The ledger as its user gets it: the statements of months, and the transactions as a file. */

let stack: Stack;
let db: Database;
/** Users who signed up under rules that are older than the ledger. */
let older: { idle: Trader; trades: Trader; holds: Trader };

beforeAll(async () => {
  stack = await Stack.start();
  db = connectDatabase(stack.devstack.postgres.url, 2);
  await stack.append('set-rules', { version: LEDGER_RULES - 1 });
  await stack.tick('61800.20', '61800.30');
  older = { idle: await stack.trader(), trades: await stack.trader(), holds: await stack.trader() };
  const before = (await older.trades.open()).body.orderId;
  const past = (await older.trades.open()).body.orderId;
  await older.trades.close(past);
  // An account is known to have cash before the ledger begins, and is asked for that while there is no ledger at all.
  expect((await older.idle.get('/wallet/transactions')).body).toEqual({ transactions: [] });
  expect(await older.idle.get(statementPath())).toMatchObject({ status: 404, body: { code: 'no_statement' } });
  const reset = await older.idle.post('/wallet/reset', { transferId: randomUUID() });
  expect(reset).toMatchObject({ status: 409, body: { code: 'older_rules' } });
  await stack.append('set-rules', { version: NEWEST_RULES });
  await older.trades.close(before);
  await withdraw(older.holds, '100');
});

afterAll(async () => {
  await db?.$disconnect();
  await stack?.stop();
});

const thisMonth = () => new Date().toISOString().slice(0, 7);
const statementPath = (month = thisMonth(), more = '') => `/wallet/statement?month=${month}${more}`;
const pay = (trader: Trader, amount: string) => trader.post('/wallet/deposits', { amount, transferId: randomUUID() });
const withdraw = (trader: Trader, amount: string) =>
  trader.post('/wallet/withdrawals', { amount, transferId: randomUUID() });
const millionths = (text: string) => BigInt(text.replace('.', ''));
const cashOf = async (trader: Trader) => (await trader.get('/balance/me')).body.cash;
const get = (trader: Trader, path: string, accept: string) =>
  fetch(`${stack.apiUrls[0]}/api/v1${path}`, { headers: { accept, authorization: `Bearer ${trader.token}` } });

async function untilRecorded(trader: Trader, count: number): Promise<void> {
  const look = async () => (await trader.get('/wallet/transactions?limit=500')).body.transactions?.length;
  await vi.waitFor(async () => expect(await look()).toBe(count), 5_000);
}

/** A statement whose figures follow from its entries. */
async function statement(trader: Trader, month = thisMonth()): Promise<ApiAnswer['body']> {
  const { status, body } = await trader.get(statementPath(month));
  expect(status).toBe(200);
  let cash = millionths(body.opening);
  const sums: Record<string, bigint> = {};
  for (const entry of body.entries) {
    cash += millionths(entry.amount);
    expect(millionths(entry.cash)).toBe(cash);
    sums[entry.kind] = (sums[entry.kind] ?? 0n) + millionths(entry.amount);
  }
  expect(cash).toBe(millionths(body.closing));
  expect(body.count).toBe(body.entries.length);
  expect(Object.fromEntries(Object.entries<string>(body.sums).map(([kind, sum]) => [kind, millionths(sum)]))).toEqual(
    sums,
  );
  return body;
}

/** Writes entries of the past, as the recorder would have written them: each names its time, its kind and its amount. */
async function book(userId: string, entries: readonly (readonly [time: number, kind: string, amount: bigint])[]) {
  let cash = 0n;
  const money = (amount: bigint) => `${amount / 1_000_000n}.${String(amount % 1_000_000n).padStart(6, '0')}`;
  const data = entries.map(([time, kind, amount], index) => {
    cash += amount;
    const id = `${historyId(0, `${time}-${index * 10_000}`, 0)}-0`;
    return { id, userId, kind, amount: money(amount), cash: money(cash), bookedAt: BigInt(time) };
  });
  for (let at = 0; at < data.length; at += 5_000) await db.ledgerEntry.createMany({ data: data.slice(at, at + 5_000) });
}

describe('a statement', () => {
  it('leads from the opening balance over each entry to the closing balance, in the order of the log', async () => {
    const trader = await stack.trader();
    await pay(trader, '50.000001');
    const { body: order } = await trader.open();
    await stack.tick('61900.00', '61900.10');
    await trader.close(order.orderId);
    await stack.tick('61800.20', '61800.30');
    await untilRecorded(trader, 3);
    const body = await statement(trader);
    expect(body).toMatchObject({ month: thisMonth(), opening: '0.000000', count: 3, isFinal: false });
    expect(body.closing).toBe(await cashOf(trader));
    expect(body.entries.map(({ kind }: { kind: string }) => kind)).toEqual(['deposit', 'deposit', 'pnl']);
    expect(body.entries.toReversed()).toEqual((await trader.get('/wallet/transactions')).body.transactions);
    const first = (await trader.get(statementPath(thisMonth(), '&limit=2'))).body;
    expect(first).toEqual({ ...body, entries: body.entries.slice(0, 2), nextCursor: body.entries[1].id });
    const rest = (await trader.get(statementPath(thisMonth(), `&limit=2&cursor=${first.nextCursor}`))).body;
    expect(rest).toEqual({ ...body, entries: body.entries.slice(2) });
  });

  it('begins where the month before ended, and belongs to its month to the millisecond', async () => {
    const trader = await stack.trader();
    await untilRecorded(trader, 1);
    await db.ledgerEntry.deleteMany({ where: { userId: trader.userId } });
    const may = Date.UTC(2031, 4);
    const june = Date.UTC(2031, 5);
    // The log's clock stands in these months, as far as the history knows.
    const [spring, autumn] = [Date.UTC(2021, 2, 31, 23, 59, 59, 999), Date.UTC(2021, 3, 1)];
    await book(trader.userId, [
      [spring, 'deposit', 100_000_000n],
      [autumn, 'deposit', 5_000_001n],
      [Date.UTC(2021, 4, 1) - 1, 'pnl', 7n],
      [Date.UTC(2021, 4, 1), 'pnl', 1n],
    ]);
    expect(await statement(trader, '2021-03')).toMatchObject({ opening: '0.000000', closing: '100.000000', count: 1 });
    const april = await statement(trader, '2021-04');
    expect(april).toMatchObject({ opening: '100.000000', closing: '105.000008', count: 2, isFinal: true });
    expect(april.sums).toEqual({ deposit: '5.000001', pnl: '0.000007' });
    expect(await statement(trader, '2021-07')).toMatchObject({
      ...{ opening: '105.000009', closing: '105.000009', entries: [], sums: {} },
    });
    expect(await trader.get(statementPath('2021-02'))).toMatchObject({
      status: 404,
      body: { code: 'no_statement', detail: 'The statements of this account begin with 2021-03.' },
    });
    for (const month of [may, june].map((time) => new Date(time).toISOString().slice(0, 7)))
      expect(await trader.get(statementPath(month))).toMatchObject({
        status: 404,
        body: { code: 'no_statement', detail: `${month} has not begun.` },
      });
    await db.ledgerEntry.deleteMany({ where: { userId: trader.userId } });
  });

  it.each([
    '',
    'month=2026',
    'month=2026-13',
    'month=2026-00',
    'month=1969-12',
    'month=2026-11-01',
    'month=2026-11&x=1',
  ])('is refused for %j', async (query) => {
    expect((await older.idle.get(`/wallet/statement?${query}`)).status).toBe(400);
  });
});

describe('an account that is older than the ledger', () => {
  it('begins with what it had, so that its entries add up to its cash', async () => {
    await untilRecorded(older.trades, 2);
    for (const [trader, kinds] of [
      [older.idle, ['deposit']],
      [older.holds, ['deposit']],
      [older.trades, ['deposit', 'pnl']],
    ] as const) {
      const body = await statement(trader);
      expect(body.entries.map(({ kind }: { kind: string }) => kind)).toEqual(kinds);
      expect(body.entries[0]).toMatchObject({ note: 'Carried over from before the ledger' });
      expect(body).toMatchObject({ opening: '0.000000', closing: await cashOf(trader) });
      const all = (await trader.get('/wallet/transactions')).body.transactions;
      expect(all).toEqual(body.entries.toReversed());
      expect((await trader.get('/wallet/transactions?kind=deposit')).body.transactions).toEqual([body.entries[0]]);
      expect((await trader.get('/wallet/transactions?kind=withdrawal')).body.transactions).toEqual([]);
      const page = (await trader.get('/wallet/transactions?limit=1')).body;
      expect(page.nextCursor).toBe(kinds.length > 1 ? all[0].id : undefined);
      const behind = (await trader.get(`/wallet/transactions?cursor=${all[0].id}`)).body;
      expect(behind).toEqual({ transactions: all.slice(1) });
    }
  });

  it('keeps it, under the same id and at the same time, when its first row comes', async () => {
    const [before] = (await older.idle.get('/wallet/transactions')).body.transactions;
    await pay(older.idle, '1');
    await untilRecorded(older.idle, 2);
    expect((await older.idle.get('/wallet/transactions')).body.transactions[1]).toEqual(before);
  });
});

describe('the page of a statement', () => {
  it('is what a browser is shown, with everything from outside escaped, under a policy that lets nothing in', async () => {
    const trader = await stack.trader(`"o'neil<b>"@example.com`.replace(/["<>]/g, ''));
    await untilRecorded(trader, 1);
    await db.ledgerEntry.updateMany({
      where: { userId: trader.userId },
      data: { note: '<script>alert("1")</script>' },
    });
    await db.user.update({ where: { id: trader.userId }, data: { email: `<i>${trader.email}` } });
    await db.profile.create({ data: { userId: trader.userId, name: '<i>Ada</i> "Lovelace"' } });
    const page = await get(trader, statementPath(), 'text/html,application/xhtml+xml,*/*;q=0.8');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none';style-src 'sha256-[\w+/=]+';form-action 'self';base-uri 'none';frame-ancestors 'none'$/,
    );
    const text = await page.text();
    expect(text).toContain('&#60;script&#62;');
    expect(text).toContain('&#60;i&#62;Ada&#60;/i&#62; &#34;Lovelace&#34;, &#60;i&#62;');
    expect(text).not.toMatch(/<script|<i>/);
    expect(text).toMatch(/Opening balance.*0\.00<[\s\S]*Closing balance.*10,000\.00</);
    expect(text.trimEnd()).toMatch(/<\/html>$/);
    expect(await (await get(trader, statementPath(thisMonth(), '&format=html'), '*/*')).text()).toBe(text);
    expect((await get(trader, statementPath(), '*/*')).headers.get('content-type')).toContain('application/json');
    const none = await get(trader, statementPath('2020-01'), 'text/html');
    expect([none.status, none.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await none.text()).toContain('The statements of this account begin with');
  });
});

describe('the transactions as CSV', () => {
  it('are a file, for the kind and the time that are asked for', async () => {
    const trader = await stack.trader();
    await pay(trader, '2.5');
    await untilRecorded(trader, 2);
    await db.ledgerEntry.updateMany({ where: { userId: trader.userId, amount: 2.5 }, data: { note: '=1+1, "x"' } });
    const file = await get(trader, '/wallet/transactions?format=csv', '*/*');
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="transactions.csv"');
    expect(file.headers.get('link')).toBe(null);
    const [paid, begun] = (await trader.get('/wallet/transactions')).body.transactions;
    const line = ({ id, time, kind, amount, cash, transferId = '' }: typeof paid, note = '') =>
      `${id},${new Date(time).toISOString()},${kind},${amount},${cash},,${transferId},${note}`;
    const [header, ...rows] = (await file.text()).split('\r\n');
    expect(header).toBe('id,time,kind,amount,cash,orderId,transferId,note');
    expect(rows).toEqual([line(paid, `"'=1+1, ""x"""`), line(begun), '']);
    const lines = async (query: string) =>
      (await (await get(trader, `/wallet/transactions?${query}`, 'text/csv')).text()).split('\r\n').slice(1, -1);
    expect(await lines('kind=deposit')).toHaveLength(2);
    expect(await lines('kind=pnl')).toEqual([]);
    expect(await lines(`from=${paid.time}`)).toHaveLength(paid.time === begun.time ? 2 : 1);
    expect(await lines(`to=${paid.time + 1}`)).toHaveLength(2);
    expect(await lines(`to=${begun.time}`)).toEqual([]);
    expect(await lines(`cursor=${paid.id}`)).toEqual([line(begun)]);
    expect((await get(trader, '/wallet/transactions?limit=5', 'text/csv')).status).toBe(400);
    expect((await trader.get('/wallet/transactions?from=x')).status).toBe(400);
  });
});

describe('a ledger of more than a hundred thousand entries', () => {
  const month = '2022-03';
  let trader: Trader;

  beforeAll(async () => {
    trader = await stack.trader();
    await untilRecorded(trader, 1);
    await db.ledgerEntry.deleteMany({ where: { userId: trader.userId } });
    await db.$executeRaw`
      insert into "LedgerEntry" ("id", "userId", "kind", "amount", "cash", "bookedAt")
      select lpad((${Date.UTC(2022, 2)}::bigint + n)::text, 15, '0') || '-0000000000000000-000-0', ${trader.userId}::uuid, 'pnl',
        0.000001, (n + 1) * 0.000001, ${Date.UTC(2022, 2)}::bigint + n
      from generate_series(0, 100004) n`;
  });

  it('is summed up whole, and comes in pages', async () => {
    const { body } = await trader.get(statementPath(month));
    expect(body).toMatchObject({ opening: '0.000000', closing: '0.100005', count: 100_005 });
    expect(body.entries).toHaveLength(500);
  });

  it('comes as files of a hundred thousand rows, each of which names the next', async () => {
    const file = await get(trader, '/wallet/transactions?format=csv&kind=pnl', '*/*');
    const next = /^<([^>]+)>; rel="next"$/.exec(file.headers.get('link') ?? '')?.[1];
    const first = (await file.text()).split('\r\n').slice(1, -1);
    expect(first).toHaveLength(100_000);
    const rest = await get(trader, `/wallet/transactions${next}`, '*/*');
    expect(rest.headers.get('link')).toBe(null);
    const second = (await rest.text()).split('\r\n').slice(1, -1);
    expect(second).toHaveLength(5);
    expect(new Set([...first, ...second]).size).toBe(100_005);
  });

  it('is printed as far as a hundred thousand, and says so', async () => {
    const text = await (await get(trader, statementPath(month), 'text/html')).text();
    expect(text.match(/<tr><td>/g)).toHaveLength(100_000);
    expect(text).toContain('These are the first 100000 of 100005 entries.');
  });

  it('is read a part at a time, once at a time for each user, also by a client that stops reading', async () => {
    const slow = await get(trader, '/wallet/transactions?format=csv', '*/*');
    await sleep(300);
    const second = await get(trader, '/wallet/transactions?format=csv', '*/*');
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '5']);
    // What nobody takes is not made: of thirteen megabytes most are not in memory.
    expect(await stack.apis[0]?.metric('api_unsent_bytes')).toBeLessThan(3_000_000);
    await slow.body?.cancel();
    await expect
      .poll(async () => {
        const file = await get(trader, '/wallet/transactions?format=csv', '*/*');
        await file.body?.cancel();
        return file.status;
      })
      .toBe(200);
  });
});
