import { describe, expect, it } from 'vitest';
import { dismissAll } from '../support/desk/staff.ts';
import { runTool } from '../support/run-tool.ts';
import type { Stack } from '../support/stack.ts';
import type { ApiAnswer, Trader } from '../support/trader.ts';
import { beforeAllWithSharedStack } from '../support/use-shared-stack.ts';

/** What an account may open: the limits of all, a user's own, and a pause that nobody ends early. */

const DAY_MS = 86_400_000;

let stack: Stack;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  await dismissAll(stack);
});

const limits = async (...args: string[]) => (await runTool(stack, 'limits', args)).said;
const code = ({ status, body }: ApiAnswer) => [status, body.code ?? body.status];
const SMALL = { quantity: '0.001', leverage: 10 };
const open = async (trader: Trader, terms: object = {}) => {
  await stack.tick('61800.20', '61800.30');
  return trader.open({ ...SMALL, ...terms });
};
const NONE = { maxOpenOrders: null, maxNotional: null, maxTotalNotional: null };

describe('limits', () => {
  it('are those of all accounts and a user’s own: the lower one holds, and what is used is told', async () => {
    const trader = await stack.trader();
    expect((await trader.get('/account/limits')).body).toEqual({
      ...{ rights: 'full', pausedUntil: null, group: NONE, own: NONE, holding: NONE },
      used: { openOrders: 0, totalNotional: '0.000000', notionals: [] },
    });
    expect(await limits('set', '--max-open-orders', '3', '--max-notional', '150')).toContain('open orders: 3');
    expect(await trader.put('/account/limits', { maxOpenOrders: 2 })).toMatchObject({
      ...{ status: 200, body: { own: { ...NONE, maxOpenOrders: 2 } } },
    });
    const own = { maxOpenOrders: 4, maxNotional: '150.000001' };
    const refused = await trader.put('/account/limits', own);
    expect(code(refused)).toEqual([422, 'limit_too_high']);
    expect(Object.keys(refused.body.errors)).toEqual(['maxOpenOrders', 'maxNotional']);
    expect((await open(trader)).status).toBe(201);
    expect(code(await open(trader, { quantity: '0.002' }))).toEqual([422, 'position_limit']);
    expect((await open(trader)).status).toBe(201);
    expect(code(await open(trader))).toEqual([422, 'position_limit']);
    expect((await trader.get('/account/limits')).body).toMatchObject({
      group: { maxOpenOrders: 3, maxNotional: '150.000000', maxTotalNotional: null },
      holding: { maxOpenOrders: 2, maxNotional: '150.000000', maxTotalNotional: null },
      used: { openOrders: 2, totalNotional: '123.600600' },
    });
    expect((await trader.get('/balance/me')).body).toMatchObject({ rights: 'full', limits: { maxOpenOrders: 2 } });
    expect((await trader.put('/account/limits', {})).body.own).toEqual(NONE);
    await limits('set');
    expect((await open(trader)).status).toBe(201);
  });

  it.each([
    [{ maxOpenOrders: 0 }, 'maxOpenOrders'],
    [{ maxOpenOrders: '5' }, 'maxOpenOrders'],
    [{ maxOpenOrders: 1_001 }, 'maxOpenOrders'],
    [{ maxNotional: '0' }, 'maxNotional'],
    [{ maxNotional: 5 }, 'maxNotional'],
    [{ maxTotalNotional: '1.0000001' }, 'maxTotalNotional'],
    [{ maxTotalNotional: '9'.repeat(20) }, 'maxTotalNotional'],
  ])('cannot be %j', async (body, field) => {
    const answer = await (await stack.trader()).put('/account/limits', body);
    expect(code(answer)).toEqual([400, 'invalid_input']);
    expect(Object.keys(answer.body.errors)).toEqual([field]);
  });
});

describe('a pause', () => {
  it('refuses opening, lets close, and only becomes longer', async () => {
    const trader = await stack.trader();
    const { orderId } = (await open(trader)).body;
    const paused = await trader.post('/account/pause', { days: 1 });
    expect(paused.status).toBe(200);
    const end = paused.body.pausedUntil;
    expect(Math.abs(end - Date.now() - DAY_MS)).toBeLessThan(10_000);
    expect(code(await open(trader))).toEqual([422, 'account_restricted']);
    expect(code(await trader.post('/account/pause', { until: end - 1 }))).toEqual([409, 'account_restricted']);
    expect((await trader.post('/account/pause', { until: end + 1 })).body.pausedUntil).toBe(end + 1);
    expect((await trader.post('/account/pause', { days: 7 })).status).toBe(200);
    expect(code(await trader.post('/account/pause', { days: 1 }))).toEqual([409, 'account_restricted']);
    expect((await trader.put('/account/limits', {})).body.pausedUntil).toBeGreaterThan(end);
    expect(await limits('account', trader.userId, '--rights', 'full')).toContain('paused until: 2');
    expect(code(await open(trader))).toEqual([422, 'account_restricted']);
    expect((await trader.close(orderId)).status).toBe(200);
  });

  it.each([
    [{}, 400],
    [{ days: 0 }, 400],
    [{ days: 367 }, 400],
    [{ days: 1, until: 5 }, 400],
    [{ until: 5 }, 422],
    [{ until: Date.now() + 400 * DAY_MS }, 422],
  ])('cannot be %j', async (body, status) => {
    expect((await (await stack.trader()).post('/account/pause', body)).status).toBe(status);
  });
});

it('staff restrict an account, and see what is set', async () => {
  const trader = await stack.trader();
  expect(await limits('account', trader.email.toUpperCase(), '--rights', 'close_only')).toContain('rights: close_only');
  expect(code(await open(trader))).toEqual([422, 'account_restricted']);
  expect((await trader.get('/account/limits')).body.rights).toBe('close_only');
  expect(await limits('account', trader.userId, '--rights', 'full')).toContain('not paused');
  expect((await open(trader)).status).toBe(201);
});
