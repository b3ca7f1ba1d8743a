import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { NEWEST_RULES } from '@fulcrum/cfd';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../support/run-tool.ts';
import { Stack } from '../support/stack.ts';
import type { ApiAnswer, Trader } from '../support/trader.ts';

/** A user's money: paid in, put on hold, taken back, and listed. */

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start();
  await stack.append('set-rules', { version: NEWEST_RULES });
  await stack.tick('61800.20', '61800.30');
});

afterAll(async () => {
  await stack?.stop();
});

const pay = (trader: Trader, amount: unknown, transferId: unknown = randomUUID()) =>
  trader.post('/wallet/deposits', { amount, transferId });
const withdraw = (trader: Trader, amount: unknown, transferId: unknown = randomUUID()) =>
  trader.post('/wallet/withdrawals', { amount, transferId });
const takeBack = (trader: Trader, transferId: string) => trader.post(`/wallet/withdrawals/${transferId}/cancel`, {});
const status = ({ status, body }: ApiAnswer) => [status, body.code ?? body.status];

/** The ledger, once the recorder has written so many rows. */
async function transactions(trader: Trader, count: number, query = ''): Promise<ApiAnswer['body'][]> {
  await expect
    .poll(async () => (await trader.get(`/wallet/transactions?limit=500${query}`)).body.transactions.length)
    .toBe(count);
  return (await trader.get(`/wallet/transactions?limit=500${query}`)).body.transactions;
}

describe('a deposit', () => {
  it('is booked once, however often it is sent', async () => {
    const trader = await stack.trader();
    const transferId = randomUUID();
    const first = await pay(trader, '25.5', transferId);
    expect([first.status, first.body]).toEqual([201, { transferId, amount: '25.500000', status: 'booked' }]);
    const again = await Promise.all(Array.from({ length: 5 }, () => pay(trader, '25.5', transferId)));
    expect(again.map(status)).toEqual(again.map(() => [200, 'booked']));
    const both = await Promise.all([withdraw(trader, '1', transferId), pay(trader, '1', transferId)]);
    expect(both.map(status)).toEqual(both.map(() => [409, 'duplicate_transfer']));
    await transactions(trader, 2);
    expect(status(await pay(trader, '25.50', transferId))).toEqual([200, 'booked']);
    expect(status(await pay(trader, '26', transferId))).toEqual([409, 'duplicate_transfer']);
    expect(status(await withdraw(trader, '25.5', transferId))).toEqual([409, 'duplicate_transfer']);
    expect(status(await pay(await stack.trader(), '25.5', transferId))).toEqual([409, 'duplicate_transfer']);
    expect(await trader.balance()).toBe('10025.500000');
  });

  it.each([
    ['0', 422, 'invalid_amount'],
    ['-1', 422, 'invalid_amount'],
    ['1.0000001', 422, 'invalid_amount'],
    [1, 400, 'invalid_input'],
    ['x', 400, 'invalid_input'],
    ['1'.repeat(65), 400, 'invalid_input'],
  ])('of %j is refused', async (amount, code, why) => {
    const trader = await stack.trader();
    const answer = await pay(trader, amount);
    expect(answer.body.code).toBe(why);
    expect(answer.status).toBe(code);
    expect(await trader.balance()).toBe('10000.000000');
  });
});

describe('a withdrawal', () => {
  it('is out of the balance while it waits, may be taken back, and is listed', async () => {
    const trader = await stack.trader();
    const transferId = randomUUID();
    expect(status(await withdraw(trader, '100', transferId))).toEqual([201, 'waiting']);
    const { body } = await trader.get('/balance/me');
    expect(body).toMatchObject({ cash: '10000.000000', balance: '9900.000000', holds: '100.000000' });
    const listed = async () => (await trader.get('/wallet/withdrawals')).body.withdrawals;
    await expect.poll(listed).toHaveLength(1);
    expect(await listed()).toEqual([
      { transferId, amount: '100.000000', status: 'waiting', heldAt: expect.any(Number) },
    ]);
    expect(status(await withdraw(trader, '100', transferId))).toEqual([200, 'waiting']);
    expect(status(await takeBack(await stack.trader(), transferId))).toEqual([404, 'unknown_transfer']);
    expect(status(await takeBack(trader, transferId))).toEqual([200, 'released']);
    // Whoever lost the answer asks again, and is told what became of it.
    expect(status(await takeBack(trader, transferId))).toEqual([200, 'released']);
    expect(await trader.balance()).toBe('10000.000000');
    await expect.poll(async () => (await listed())[0].status).toBe('released');
    expect(await trader.balance()).toBe('10000.000000');
  });

  it('of more than is there is refused, and two at once never take more than that', async () => {
    const trader = await stack.trader();
    expect(status(await withdraw(trader, '10000.000001'))).toEqual([422, 'insufficient_balance']);
    const answers = await Promise.all(Array.from({ length: 8 }, () => withdraw(trader, '6000')));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(await trader.balance()).toBe('4000.000000');
  });
});

describe('the ledger', () => {
  it('tells every change of the cash, adds up, and is read page by page', async () => {
    const trader = await stack.trader();
    await pay(trader, '50');
    const { body: order } = await trader.open();
    await stack.tick('61900.00', '61900.10');
    await trader.close(order.orderId);
    const rows = await transactions(trader, 3);
    expect(rows.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['pnl', expect.stringMatching(/^-?\d+\.\d{6}$/)],
      ['deposit', '50.000000'],
      ['deposit', '10000.000000'],
    ]);
    expect(rows[0].orderId).toBe(order.orderId);
    const millionths = (text: string) => BigInt(text.replace('.', ''));
    for (const [index, row] of rows.entries()) {
      const before = rows[index + 1]?.cash ?? '0.000000';
      expect(millionths(row.cash)).toBe(millionths(before) + millionths(row.amount));
    }
    expect((await trader.get('/balance/me')).body.cash).toBe(rows[0].cash);
    expect(await transactions(trader, 2, '&kind=deposit')).toEqual(rows.slice(1));
    const page = (await trader.get('/wallet/transactions?limit=2')).body;
    expect(page).toEqual({ transactions: rows.slice(0, 2), nextCursor: rows[1].id });
    const rest = (await trader.get(`/wallet/transactions?limit=2&cursor=${page.nextCursor}`)).body;
    expect(rest).toEqual({ transactions: rows.slice(2) });
    await stack.tick('61800.20', '61800.30');
  });

  it.each(['cursor=x', 'cursor=s1-000001732000000-0000000000000000-000-0', 'limit=501', 'kind=gift', 'more=1'])(
    'refuses %s',
    async (query) => {
      const trader = await stack.trader();
      expect((await trader.get(`/wallet/transactions?${query}`)).status).toBe(400);
    },
  );
});

describe('staff, with npm run deposits,', () => {
  const staff = (...args: string[]) => runTool(stack, 'deposits', args);

  it('book what has arrived, once under its id', async () => {
    const trader = await stack.trader();
    const book = (amount: string, ...more: string[]) =>
      staff('book', trader.email.toUpperCase(), amount, '--id', `bank:${trader.userId}`, ...more);
    const both = await Promise.all([book('250.5'), book('250.5')]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    expect(both.map(({ said }) => said).sort()).toEqual([
      expect.stringMatching(/^250\.500000 USDC: booked\. .* has 10250\.500000 USDC free now\.\n$/),
      expect.stringMatching(/^It was booked before: 250\.500000 USDC on .*Nothing was done\.\n$/),
    ]);
    expect(await book('250.500')).toMatchObject({ status: 0, said: expect.stringContaining('booked before') });
    expect(await book('1')).toMatchObject({ status: 1, said: expect.stringContaining('Something else') });
    const [row] = await transactions(trader, 2);
    expect(row).toMatchObject({ kind: 'deposit', amount: '250.500000', note: `Payment bank:${trader.userId}` });
    expect(await trader.balance()).toBe('10250.500000');
  });

  it('correct the cash upwards, and downwards by no more than can be withdrawn', async () => {
    const trader = await stack.trader();
    const correct = (way: string, amount: string) =>
      staff(way, trader.email, amount, '--id', `${way}:${amount}:${trader.userId}`, '--note', 'A fee, given back');
    expect(await correct('add', '5')).toMatchObject({ status: 0, said: expect.stringContaining('booked') });
    expect(await correct('take', '2.5')).toMatchObject({ status: 0, said: expect.stringContaining('-2.500000') });
    expect(await correct('take', '10002.500001')).toMatchObject({
      status: 1,
      said: expect.stringContaining('more than'),
    });
    const [taken, added] = await transactions(trader, 3);
    expect(taken).toMatchObject({ kind: 'adjustment', amount: '-2.500000', note: 'A fee, given back' });
    expect(added).toMatchObject({ kind: 'adjustment', amount: '5.000000' });
    expect(await trader.balance()).toBe('10002.500000');
  });

  it('are told that nobody has such an address, and do not book while the history is behind', async () => {
    const trader = await stack.trader();
    expect(await staff('book', 'nobody@example.com', '1', '--id', 'x')).toMatchObject({
      status: 1,
      said: expect.stringContaining('Nobody signs in'),
    });
    stack.recorder.hold();
    await pay(trader, '1');
    const waiting = staff('book', trader.email, '3', '--id', `late:${trader.userId}`);
    await sleep(2_000);
    expect(await trader.balance()).toBe('10001.000000');
    stack.recorder.letGo();
    expect(await waiting).toMatchObject({ status: 0 });
    expect(await trader.balance()).toBe('10004.000000');
  });

  it('are told how it is used', async () => {
    const wrong = [
      ['book', 'a@example.com', '1'],
      ['book', 'a@example.com', '1.0000001', '--id', 'x'],
      ['book', 'nobody', '1', '--id', 'x'],
      ['add', 'a@example.com', '1', '--id', 'two words', '--note', 'why'],
      ['take', 'a@example.com', '1', '--id', 'x', '--note', 'two\nlines'],
      ['give', 'a@example.com', '1', '--id', 'x'],
    ];
    for (const { status, said } of await Promise.all(wrong.map((args) => staff(...args))))
      expect([status, said]).toEqual([2, expect.stringContaining('npm run deposits')]);
  });
});

describe('staff, with npm run withdrawals,', () => {
  const staff = (...args: string[]) => runTool(stack, 'withdrawals', args);
  /** A withdrawal that staff can see. */
  const waiting = async (trader: Trader) => {
    const { transferId } = (await withdraw(trader, '12')).body;
    await expect.poll(async () => (await staff('list')).said).toContain(transferId);
    return transferId;
  };
  const last = async (trader: Trader) => (await trader.get('/wallet/withdrawals')).body.withdrawals[0];

  it('see what waits, and whose it is; what they pay is gone, once', async () => {
    const trader = await stack.trader();
    const transferId = await waiting(trader);
    expect((await staff('list')).said).toMatch(new RegExp(`${transferId}.*12\\.000000 USDC .*${trader.email}`));
    expect(await staff('pay', transferId)).toEqual({ status: 0, said: '12.000000 USDC: paid.\n' });
    await expect.poll(async () => (await last(trader)).status).toBe('paid');
    expect(await staff('pay', transferId)).toMatchObject({ status: 1, said: expect.stringContaining('paid already') });
    expect(status(await takeBack(trader, transferId))).toEqual([404, 'unknown_transfer']);
    expect((await trader.get('/balance/me')).body).toMatchObject({ cash: '9988.000000', holds: '0.000000' });
    expect((await transactions(trader, 2))[0]).toMatchObject({ kind: 'withdrawal', amount: '-12.000000', transferId });
  });

  it('refuse with a reason, which the user is told', async () => {
    const trader = await stack.trader();
    const transferId = await waiting(trader);
    const reason = 'The name of the bank account is another one.';
    expect(await staff('refuse', transferId, '--reason', reason)).toMatchObject({ status: 0 });
    await expect.poll(async () => (await last(trader)).note).toBe(reason);
    expect(await last(trader)).toMatchObject({ status: 'released' });
    expect(await trader.balance()).toBe('10000.000000');
  });

  it.each([
    ['refuse', randomUUID()],
    ['refuse', randomUUID(), '--reason', 'two\nlines'],
    ['pay', 'x'],
    ['pay', randomUUID(), '--reason', 'why'],
    ['list', 'all'],
    [],
  ])('are told how it is used: %s %s', async (...args) => {
    expect(await staff(...args)).toMatchObject({ status: 2, said: expect.stringContaining('npm run withdrawals') });
  });

  it('are told that there is no such withdrawal', async () => {
    expect(await staff('pay', randomUUID())).toMatchObject({
      status: 1,
      said: expect.stringContaining('no withdrawal'),
    });
  });
});

describe('a reset', () => {
  const reset = (trader: Trader, transferId: unknown = randomUUID()) => trader.post('/wallet/reset', { transferId });

  it('closes all positions and goes back to the deposit, once; the history stays', async () => {
    const trader = await stack.trader();
    await pay(trader, '50');
    const { body: order } = await trader.open();
    await trader.open({ side: 'sell' });
    const transferId = randomUUID();
    const first = await reset(trader, transferId);
    expect([first.status, first.body]).toEqual([201, { transferId, status: 'reset', balance: '10000.000000' }]);
    expect(await trader.openOrders()).toEqual([]);
    await pay(trader, '7');
    const again = await Promise.all([reset(trader, transferId), reset(trader, transferId)]);
    expect(again.map(status)).toEqual(again.map(() => [200, 'reset']));
    expect(status(await pay(trader, '5', transferId))).toEqual([409, 'duplicate_transfer']);
    expect(status(await reset(await stack.trader(), transferId))).toEqual([409, 'duplicate_transfer']);
    expect(await trader.balance()).toBe('10007.000000');
    const rows = await transactions(trader, 6);
    expect(rows.map(({ kind }) => kind)).toEqual(['deposit', 'adjustment', 'pnl', 'pnl', 'deposit', 'deposit']);
    expect(rows[1]).toMatchObject({ cash: '10000.000000', transferId, note: 'The account was reset.' });
    expect((await trader.get(`/trade/orders/${order.orderId}`)).body).toMatchObject({ status: 'closed' });
  });

  it('that meets a position which cannot be closed, or money on hold, says so and does nothing', async () => {
    await stack.addInstrument('ETH_USDC');
    await stack.tick('3000.00', '3000.10', 'ETH_USDC');
    const trader = await stack.trader();
    await trader.open();
    await trader.open({ asset: 'ETH_USDC' });
    await stack.addInstrument('ETH_USDC', 3_600_000, { mode: 'closed' });
    const before = (await trader.get('/balance/me')).body;
    expect(await reset(trader)).toMatchObject({
      status: 422,
      body: { code: 'market_closed', detail: expect.stringMatching(/^ETH_USDC: /) },
    });
    expect(await trader.openOrders()).toHaveLength(2);
    expect((await trader.get('/balance/me')).body).toMatchObject({ cash: before.cash, balance: before.balance });
    await stack.addInstrument('ETH_USDC');
    const transferId = (await withdraw(trader, '10')).body.transferId;
    expect(status(await reset(trader))).toEqual([409, 'account_in_use']);
    await takeBack(trader, transferId);
    expect(status(await reset(trader))).toEqual([201, 'reset']);
  });
});

it('a server without paper deposits books none', async () => {
  const { api, url } = await stack.addApi({ PAPER_DEPOSITS: 'off' });
  await api.start();
  const trader = (await stack.trader()).at(url);
  expect(status(await pay(trader, '5'))).toEqual([403, 'deposits_closed']);
  expect(status(await trader.post('/wallet/reset', { transferId: randomUUID() }))).toEqual([403, 'deposits_closed']);
  expect(status(await withdraw(trader, '5'))).toEqual([201, 'waiting']);
});

it('what the engine has forgotten is not booked again: log time is eleven minutes later now', async () => {
  const trader = await stack.trader();
  const [paid, held] = [randomUUID(), randomUUID()];
  await pay(trader, '5', paid);
  await withdraw(trader, '7', held);
  await takeBack(trader, held);
  await transactions(trader, 2);
  await expect.poll(async () => (await trader.get('/wallet/withdrawals')).body.withdrawals[0]?.status).toBe('released');
  await stack.redis.xadd(streamKeys().engine, `${Date.now() + 11 * 60_000}-0`, 'type', 'nothing', 'data', '{}');
  // The engine itself would take the id by now.
  expect(status(await pay(trader, '5', paid))).toEqual([200, 'booked']);
  expect(status(await withdraw(trader, '7', held))).toEqual([200, 'released']);
  expect(await trader.balance()).toBe('10005.000000');
});
