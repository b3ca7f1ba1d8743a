import { setTimeout as sleep } from 'node:timers/promises';
import { NEWEST_RULES } from '@fulcrum/cfd';
import { newOrderId } from '@fulcrum/protocol';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendCommand } from '../../tools/log/ask-engine.ts';
import type { AppProcess } from '../support/app-process.ts';
import { Stack } from '../support/stack.ts';
import type { ApiAnswer, Trader } from '../support/trader.ts';

/** Money that moves while processes are killed: between the request and the hold, the hold and the payment, the payment and the ledger. */

const SETTLES_MS = 30_000;

let stack: Stack;
let trader: Trader;
const keys = streamKeys();

beforeAll(async () => {
  stack = await Stack.start();
  await stack.append('set-rules', { version: NEWEST_RULES });
  await stack.tick('61800.20', '61800.30');
  trader = await stack.trader();
});

afterAll(() => stack?.stop());

const victims = (): Record<string, AppProcess[]> => ({
  api: stack.apis,
  engine: [stack.engine],
  recorder: [stack.recorder],
  all: [...stack.apis, stack.engine, stack.recorder],
});

/** Sends a request again and again, as a client does that hears nothing, until the answer says for sure what became of it. */
async function untilSure(path: string, body: object): Promise<ApiAnswer> {
  for (const until = Date.now() + SETTLES_MS; Date.now() < until; await sleep(50)) {
    const answer = await trader.post(path, body).catch(() => undefined);
    if (answer !== undefined && answer.status !== 202 && answer.status < 500) return answer;
  }
  throw new Error(`${path} has no sure answer`);
}

const pay = (amount: string, transferId = newOrderId(Date.now())) =>
  untilSure('/wallet/deposits', { transferId, amount });
const withdraw = (amount: string, transferId = newOrderId(Date.now())) =>
  untilSure('/wallet/withdrawals', { transferId, amount });
const takeBack = (transferId: string) => untilSure(`/wallet/withdrawals/${transferId}/cancel`, {});

/** Staff pay a withdrawal, twice, as somebody does who has not seen the first one succeed. */
async function payOut(transferId: string): Promise<void> {
  const asked = { transferId, userId: trader.userId, outcome: 'paid' } as const;
  for (let time = 0; time < 2; time += 1) await appendCommand({ redis: stack.redis, keys }, 'settle-hold', asked);
}

const millionths = (text: string) => BigInt(text.replace('.', ''));

/** The entries of a ledger, once it has as many as this; they add up to the cash that the engine tells. */
async function ledgerOf(owner: Trader, count: number): Promise<ApiAnswer['body'][]> {
  const read = async () => (await owner.get('/wallet/transactions?limit=500')).body.transactions;
  await expect.poll(async () => (await read())?.length, { timeout: SETTLES_MS }).toBe(count);
  const rows = await read();
  const sum = rows.reduce((all: bigint, { amount }: { amount: string }) => all + millionths(amount), 0n);
  const { cash } = (await owner.get('/balance/me')).body;
  expect([sum, rows[0].cash]).toEqual([millionths(cash), cash]);
  return rows;
}

describe('deposits, withdrawals, payments and those that are taken back', () => {
  it('are each done once, whichever process is killed at whichever moment', async () => {
    const [deposits, waiting, released, paid]: [string[], string[], string[], string[]] = [[], [], [], []];
    let rounds = 0;
    for (const name of ['api', 'engine', 'recorder', 'all'])
      for (const delayMs of [0, 10]) {
        const round = ++rounds;
        const [deposit, hold, toRelease, toPay] = Array.from({ length: 4 }, () => newOrderId(Date.now())) as [
          string,
          string,
          string,
          string,
        ];
        for (const id of [toRelease, toPay]) expect((await withdraw('5', id)).status).toBeLessThan(202);
        const moving = Promise.all([pay('10', deposit), withdraw('3', hold), takeBack(toRelease), payOut(toPay)]);
        await sleep(delayMs);
        await Promise.all((victims()[name] ?? []).map((victim) => victim.kill()));
        await Promise.all((victims()[name] ?? []).map((victim) => victim.start()));
        const [paidIn, held, back] = await moving;
        expect([round, paidIn.status, paidIn.body]).toEqual([
          ...[round, expect.toBeOneOf([200, 201])],
          expect.objectContaining({ transferId: deposit, amount: '10.000000', status: 'booked' }),
        ]);
        expect([held.status, held.body.status]).toEqual([expect.toBeOneOf([200, 201]), 'waiting']);
        // Where the first answer was lost, nothing is on hold any more.
        expect([back.status, back.body.status]).toBeOneOf([
          [200, 'released'],
          [404, 404],
        ]);
        // Asked for once more, a good while later, nothing is done again.
        expect((await pay('10', deposit)).status).toBe(200);
        expect((await withdraw('3', hold)).status).toBe(200);
        for (const [ids, id] of [
          [deposits, deposit],
          [waiting, hold],
          [released, toRelease],
          [paid, toPay],
        ] as const)
          ids.push(id);
      }
    const rows = await ledgerOf(trader, 1 + 2 * rounds);
    const idsOf = (kind: string) =>
      rows.flatMap((row) => (row.kind === kind && row.transferId !== undefined ? [row.transferId] : [])).sort();
    expect(idsOf('deposit')).toEqual(deposits.sort());
    expect(idsOf('withdrawal')).toEqual(paid.sort());
    const list = (await trader.get('/wallet/withdrawals?limit=500')).body.withdrawals;
    const listed = (status: string) =>
      list.flatMap((one: ApiAnswer['body']) => (one.status === status ? [one.transferId] : [])).sort();
    expect([listed('waiting'), listed('released'), listed('paid')]).toEqual(
      [waiting, released, paid].map((ids) => ids.sort()),
    );
    const [cash, holds] = [10_000 + 5 * rounds, 3 * rounds];
    expect((await trader.get('/balance/me')).body).toMatchObject({
      ...{ cash: `${cash}.000000`, holds: `${holds}.000000`, balance: `${cash - holds}.000000` },
    });
  });
});

describe('what is sent again while the recorder is away', () => {
  it('is never told as refused: its sender waits until the history knows it', async () => {
    const [deposit, hold] = [newOrderId(Date.now()), newOrderId(Date.now())];
    const send = (kind: string, transferId: string) =>
      trader.post(`/wallet/${kind}`, { transferId, amount: '2' }).then(({ status }) => status);
    const both = () => Promise.all([send('deposits', deposit), send('withdrawals', hold)]);
    await stack.recorder.stop();
    expect(await both()).toEqual([201, 201]);
    expect(await both()).toEqual([503, 503]);
    await stack.recorder.start();
    await pay('2', deposit);
    expect(await both()).toEqual([200, 200]);
  });
});

describe('a withdrawal and a liquidation at the same moment', () => {
  it('never pay out what is not there', async () => {
    const owners = await Promise.all(Array.from({ length: 6 }, () => stack.trader()));
    for (const owner of owners) expect((await owner.open({ quantity: '1.5', leverage: 10 })).status).toBe(201);
    const asks = owners.flatMap((owner) =>
      ['700', '730', '9000', '10000'].map((amount) =>
        owner.post('/wallet/withdrawals', { amount, transferId: newOrderId(Date.now()) }),
      ),
    );
    // All that the margin bears is lost, and more: the positions are closed somewhere among the withdrawals.
    const crash = stack.tick('53000.00', '53000.10');
    const answers = await Promise.all(asks);
    await crash;
    for (const { status } of answers) expect(status).toBeOneOf([201, 422]);
    for (const [index, owner] of owners.entries()) {
      await expect.poll(() => owner.openOrders()).toEqual([]);
      const held = answers.slice(4 * index, 4 * index + 4).filter(({ status }) => status === 201);
      const { cash, holds, balance } = (await owner.get('/balance/me')).body;
      const onHold = held.reduce((sum, { body }) => sum + millionths(body.amount), 0n);
      expect(held.length).toBeGreaterThan(0);
      expect([millionths(holds), millionths(cash) - millionths(holds)]).toEqual([onHold, millionths(balance)]);
      expect(millionths(balance)).toBeGreaterThanOrEqual(0n);
      for (const { body } of held)
        await stack.append('settle-hold', {
          requestId: 'r',
          transferId: body.transferId,
          userId: owner.userId,
          outcome: 'paid',
        });
      const rows = await ledgerOf(owner, 3 + held.length);
      expect(rows.map(({ kind }) => kind).sort()).toEqual(
        [...held.map(() => 'withdrawal'), 'deposit', 'negative_balance_protection', 'pnl'].sort(),
      );
      for (const row of rows) if (row.kind !== 'pnl') expect(millionths(row.cash)).toBeGreaterThanOrEqual(0n);
      expect(millionths(rows[0].cash)).toBe(millionths(balance));
    }
    await stack.tick('61800.20', '61800.30');
  });
});
