import { connectDatabase, type Database, migrate } from '@fulcrum/db';
import { type Devstack, type PoolMode, pgBouncerProgram, startPgBouncer } from '@fulcrum/devstack';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Stack } from '../support/stack.ts';

const path = await pgBouncerProgram(() => {});
const MODES: readonly PoolMode[] = ['session', 'transaction'];
const PATIENCE = { timeout: 20_000, interval: 50 };
const WAITING = 'PostgreSQL: ';

describe.skipIf(path === undefined).each(MODES)('behind a PgBouncer in %s mode', (poolMode) => {
  let stack: Stack;
  let db: Database;

  beforeAll(async () => {
    const pooler = ({ postgres, applicationUrl }: Devstack, directory: string) =>
      startPgBouncer({
        ...{ directory, poolMode, path: String(path) },
        ...{ postgresUrl: postgres.url, otherUrls: [applicationUrl] },
      });
    stack = await Stack.start({ pooler });
    db = connectDatabase(String(stack.pooler?.url), 2);
  });

  afterAll(async () => {
    await db?.$disconnect();
    await stack?.stop();
  });

  it('a database is migrated by several at once, and no lock stays', async () => {
    await db.$executeRaw`drop schema public cascade`;
    await db.$executeRaw`create schema public`;
    const applied = await Promise.all(
      [1, 2, 3].map(() => migrate(String(stack.pooler?.url), { applicationUrl: stack.databaseUrl })),
    );
    expect(applied.flat()).toContain('0001_init');
    expect(applied.filter(({ length }) => length > 0)).toHaveLength(1);
    expect(await db.$queryRaw`select count(*)::int from pg_locks where locktype = 'advisory'`).toEqual([{ count: 0 }]);
  });

  it('each transaction has its limits, and leaves none to the session', async () => {
    const limits = (on: Pick<Database, '$queryRaw'>) => on.$queryRaw`
      select current_setting('transaction_timeout') as whole,
        current_setting('idle_in_transaction_session_timeout') as silence`;
    expect(await db.$transaction((tx) => limits(tx))).toEqual([{ whole: '65s', silence: '10s' }]);
    expect(await limits(db)).toEqual([{ whole: '0', silence: '0' }]);
  });

  it('orders are opened, closed and in the history, and the state is committed and loaded', async () => {
    const trader = await stack.trader();
    await stack.tick('60000.00', '60001.00');
    const order = { asset: 'BTC_USDC', side: 'buy', quantity: '0.01', leverage: 10 };
    const { orderId } = (await trader.post('/trade/create-order', order)).body;
    expect((await trader.post('/trade/close-order', { orderId })).status).toBe(200);
    expect((await trader.get(`/trade/orders/${orderId}`)).body.status).toBe('closed');
    // Ten seconds of log time later there is a snapshot point between the two.
    const later = `${Number(String(await stack.append('price-update', {})).split('-')[0]) + 10_000}-0`;
    await stack.redis.xadd(streamKeys().engine, later, 'type', 'price-update', 'data', '{}');
    await vi.waitUntil(async () => (await db.account.count()) > 0, PATIENCE);
    await stack.engine.stop();
    await stack.engine.start();
    expect(await trader.balance()).toMatch(/^9\d+\.\d{6}$/);
  });

  // What the processes say is the same in both modes, so one of them is enough.
  it.runIf(poolMode === 'transaction')('whoever cannot reach it says so', async () => {
    const { engine, recorder, apis } = stack;
    const waiting = [engine, recorder, ...apis];
    await Promise.all(waiting.map((app) => app.stop()));
    await stack.pooler?.kill();
    await Promise.all(waiting.map((app) => app.spawn()));
    await Promise.all(waiting.map((app) => app.untilNotReady(WAITING)));
    await stack.pooler?.restart();
    await Promise.all(waiting.map((app) => app.ready()));
  });
});
