import { randomUUID } from 'node:crypto';
import { NEWEST_RULES } from '@fulcrum/cfd';
import { connectDatabase, type Database } from '@fulcrum/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staffMember } from '../../support/desk/staff.ts';
import { Stack } from '../../support/stack.ts';
import type { ApiAnswer, Trader } from '../../support/trader.ts';

/** What staff see of money and risk. The stack is the file's own: its sums are of all clients. */

let stack: Stack;
let db: Database;
let dealer: Trader;
let clients: Trader[];

beforeAll(async () => {
  stack = await Stack.start({ settings: { SIGN_IN_RATE_LIMIT: '1000', IDENTITY_NEEDED_FOR: 'nothing' } });
  db = connectDatabase(stack.devstack.postgres.url, 2);
  await stack.append('set-rules', { version: NEWEST_RULES });
  await stack.addInstrument('ETH_USDC');
  await stack.tick('61800.20', '61800.30');
  await stack.tick('3000.00', '3000.50', 'ETH_USDC');
  dealer = await staffMember(stack, db, 'dealer');
  clients = [await stack.trader(), await stack.trader(), await stack.trader()];
});

afterAll(async () => {
  await db?.$disconnect();
  await stack?.stop();
});

const get = async (path: string): Promise<ApiAnswer['body']> => (await dealer.get(`/desk${path}`)).body;
const millionths = (text: string) => BigInt(text.replace('.', ''));

async function showsPrice(asset: string, bid: string, ask: string): Promise<void> {
  await stack.tick(bid, ask, asset);
  await stack.redis.xadd('price-stream:{0}', '*', ...Object.entries(shown(asset, bid, ask)).flat());
  const quote = async () => (await get('/instruments')).instruments.find(isOf(asset))?.quote?.bid;
  await expect.poll(quote).toBe(bid);
}

const shown = (asset: string, bid: string, ask: string) => ({
  ...{ asset, bid, ask, bidQuantity: '1', askQuantity: '1', exchangeTime: '1', source: 'test' },
});

const isOf = (asset: string) => (row: { asset?: string; settings?: { asset: string } }) =>
  (row.asset ?? row.settings?.asset) === asset;

/** What the clients' accounts themselves say that they have won or lost so far. */
async function unrealized(): Promise<bigint> {
  const figures = await Promise.all(clients.map((client) => client.get('/balance/me')));
  return figures.reduce((sum, { body }) => sum + millionths(body.unrealizedPnl), 0n);
}

describe('exposure', () => {
  it('is what clients have open on each side, at present prices, as it changes', async () => {
    const [ada, bob, eve] = clients as [Trader, Trader, Trader];
    const { orderId } = (await ada.open({ quantity: '0.1' })).body;
    await bob.open({ quantity: '0.02', side: 'sell' });
    await showsPrice('BTC_USDC', '61900.00', '61900.10');
    await showsPrice('ETH_USDC', '3000.00', '3000.50');
    const btc = async () => (await get('/risk/exposure')).instruments?.find(isOf('BTC_USDC'));
    await expect.poll(btc).toMatchObject({
      long: { quantity: '0.10000', positions: 1, notional: '6190.000000' },
      short: { quantity: '0.02000', positions: 1, notional: '1238.002000' },
      net: { quantity: '-0.08000', notional: '-4952.000000' },
      quote: { bid: '61900.00' },
    });
    const off = millionths((await btc()).unrealizedPnl) - (await unrealized());
    expect(off >= 0n && off <= 2n).toBe(true);
    await eve.open({ quantity: '2', side: 'sell', asset: 'ETH_USDC', leverage: 2 });
    await ada.post('/trade/close-order', { orderId, quantity: '0.04', openQuantity: '0.1' });
    await expect.poll(btc).toMatchObject({ long: { quantity: '0.06000', positions: 1 } });
    const eth = (await get('/risk/exposure')).instruments.find(isOf('ETH_USDC'));
    expect(eth).toMatchObject({ net: { quantity: '2.00000', notional: '6001.000000' }, long: { positions: 0 } });
    const { asOf } = await get('/risk/exposure');
    expect(Math.abs(Date.now() - asOf)).toBeLessThan(10_000);
  });

  it('is for the dealer, compliance and admin', async () => {
    const support = await staffMember(stack, db, 'support');
    for (const path of ['exposure', 'house-result?from=2026-01-01&to=2026-01-01', 'largest', 'nearest'])
      expect((await support.get(`/desk/risk/${path}`)).body.code).toBe('role_may_not');
  });
});

describe('positions at one end', () => {
  it('are the largest, and the nearest to liquidation, once a snapshot has them', async () => {
    await stack.tick('61900.00', '61900.10');
    const largest = async () => (await get('/risk/largest')).positions;
    // A snapshot is cut at the first entry of the next ten seconds.
    await expect
      .poll(
        async () => {
          await stack.tick('61900.00', '61900.10');
          return (await largest()).map(({ notional }: { notional: string }) => notional);
        },
        { timeout: 40_000, interval: 500 },
      )
      .toEqual(['6001.000000', '3714.000000', '1238.002000']);
    const nearest = (await get('/risk/nearest')).positions;
    expect(nearest.map(({ asset }: { asset: string }) => asset)).toEqual(['BTC_USDC', 'BTC_USDC', 'ETH_USDC']);
    for (const position of nearest) {
      const owner = clients.find(({ userId }) => userId === position.userId);
      const { orders } = (await owner?.get('/trade/get-open-orders'))?.body ?? {};
      const own = orders.find(({ orderId }: { orderId: string }) => orderId === position.orderId);
      const { quantity, openPrice, margin, liquidationPrice, leverage } = own;
      expect(position).toMatchObject({ quantity, openPrice, margin, liquidationPrice, leverage });
      expect(position.client.email).toBe(owner?.email);
      const away = Math.abs(Number(position.price) - Number(liquidationPrice)) / Number(position.price);
      expect(Number(position.distancePercent)).toBeCloseTo(100 * away, 3);
    }
    expect((await get('/risk/nearest?limit=1')).positions).toHaveLength(1);
    // They are counted once in ten seconds.
    await expect.poll(async () => (await get('/instruments')).countedAt).toBeGreaterThan(Date.now() - 60_000);
    const { instruments } = await get('/instruments');
    expect(instruments.find(isOf('ETH_USDC'))).toMatchObject({
      settings: { maxLeverage: 100 },
      mode: 'open',
      positions: 1,
      waiting: 0,
      quote: { source: 'test', bid: '3000.00', ageMs: expect.any(Number), stale: false },
    });
  });

  it('are left out once they are closed', async () => {
    const eve = clients[2] as Trader;
    const [{ orderId }] = await eve.openOrders();
    await eve.close(orderId);
    const ids = async () => (await get('/risk/largest')).positions.map((row: { orderId: string }) => row.orderId);
    await expect.poll(ids).not.toContain(orderId);
  });
});

describe('the house’s result', () => {
  const today = () => new Date().toISOString().slice(0, 10);
  const result = (more = '') => get(`/risk/house-result?from=${today()}&to=${today()}${more}`);

  it('is what clients have lost and won, and no money that came or went', async () => {
    const rows = async () =>
      (await Promise.all(clients.map((client) => client.get('/wallet/transactions?limit=500')))).flatMap(
        ({ body }) => body.transactions as { kind: string; amount: string }[],
      );
    await clients[0]?.post('/wallet/deposits', { amount: '77', transferId: randomUUID() });
    const lost = async () =>
      (await rows()).filter(({ kind }) => kind !== 'deposit').reduce((sum, { amount }) => sum - millionths(amount), 0n);
    await expect.poll(async () => millionths((await result()).total.amount) === (await lost())).toBe(true);
    expect(await lost()).not.toBe(0n);
    const byDay = await result();
    expect(byDay.days).toEqual([{ day: today(), ...byDay.total }]);
    const byInstrument = await result('&by=instrument');
    expect(byInstrument.instruments.map(({ asset }: { asset: string }) => asset)).toEqual(['BTC_USDC', 'ETH_USDC']);
    expect(byInstrument.total).toEqual(byDay.total);
    const byClient = await result('&by=client');
    expect(byClient.total).toEqual(byDay.total);
    expect([...byClient.gains, ...byClient.losses].map(({ client }) => client.email).sort()).toEqual(
      [clients[0]?.email, clients[2]?.email].sort(),
    );
  });

  it.each([
    ['from=2026-01-01&to=2025-12-31', 'to'],
    ['from=2026-01-01&to=2027-01-02', 'to'],
    ['from=2026-02-30&to=2026-03-01', 'from'],
    ['from=2026-1-1&to=2026-03-01', 'from'],
    ['from=2026-01-01&to=2026-01-01&by=month', 'by'],
  ])('is not told of %s', async (query, field) => {
    const { errors } = await get(`/risk/house-result?${query}`);
    expect(Object.keys(errors)).toEqual([field]);
  });

  it('is nothing on days before there was a ledger', async () => {
    const { total, days } = await get('/risk/house-result?from=2020-01-01&to=2020-12-31');
    expect([total, days]).toEqual([{ amount: '0.000000', entries: 0 }, []]);
  });
});

describe('withdrawals', () => {
  it('wait in the order in which they were asked for, before and behind a snapshot, until they are decided', async () => {
    const client = clients[1] as Trader;
    const ids = Array.from({ length: 4 }, () => randomUUID());
    const ask = (transferId = '') => client.post('/wallet/withdrawals', { amount: '1', transferId });
    await ask(ids[0]);
    await ask(ids[1]);
    const waiting = async (query = '') => {
      const { withdrawals, next } = await get(`/withdrawals?limit=1${query}`);
      return { id: withdrawals[0]?.transferId, next };
    };
    const all = async () => {
      const seen: string[] = [];
      for (let after = ''; ; ) {
        const { id, next } = await waiting(after);
        if (id !== undefined) seen.push(id);
        if (next === undefined) return seen;
        after = `&after=${next}`;
      }
    };
    await expect.poll(all).toEqual([ids[0], ids[1]]);
    const snapshot = async () => {
      await stack.tick('61900.00', '61900.10');
      return db.hold.count();
    };
    await expect.poll(snapshot, { timeout: 40_000, interval: 500 }).toBe(2);
    await ask(ids[2]);
    await ask(ids[3]);
    await expect.poll(all).toEqual(ids);
    await client.post(`/wallet/withdrawals/${ids[0]}/cancel`, {});
    await client.post(`/wallet/withdrawals/${ids[3]}/cancel`, {});
    await expect.poll(all).toEqual([ids[1], ids[2]]);
    const [first] = (await get('/withdrawals')).withdrawals;
    expect(first).toMatchObject({
      ...{ status: 'waiting', amount: '1.000000', heldAt: expect.any(Number), settledAt: null },
      client: { email: client.email, identity: 'none', rights: 'full' },
    });
    const released = (await get('/withdrawals?state=released&limit=1')).withdrawals;
    expect(released).toMatchObject([{ transferId: ids[3], status: 'released', settledAt: expect.any(Number) }]);
    const every = await get('/withdrawals?state=all&limit=3');
    expect(every.withdrawals.map(({ transferId }: { transferId: string }) => transferId)).toEqual(
      ids.toReversed().slice(0, 3),
    );
    expect((await get(`/withdrawals?state=all&after=${every.next}`)).withdrawals).toHaveLength(1);
    expect((await get('/withdrawals?state=paid')).withdrawals).toEqual([]);
  });

  it.each([
    ...['state=held', 'after=!', 'limit=101'],
    ...['state=paid&after=abc', `after=${Buffer.from('["hold","x"]').toString('base64url')}`],
    `after=${Buffer.from('["row","\u0000"]').toString('base64url')}`,
    'state=all&after=s7-000001732000000-0000000000000000-000',
  ])('are not listed for %s', async (query) => {
    expect((await dealer.get(`/desk/withdrawals?${query}`)).status).toBe(400);
  });

  it('and deposits are listed the newest first, with whose they are', async () => {
    const [ada] = clients as [Trader];
    const transferId = randomUUID();
    await ada.post('/wallet/deposits', { amount: '5', transferId });
    const newest = async () => (await get('/deposits?limit=1')).deposits;
    await expect.poll(newest).toMatchObject([{ transferId, amount: '5.000000', client: { email: ada.email } }]);
    const { next } = await get('/deposits?limit=1');
    const rest = await get(`/deposits?after=${next}`);
    expect(rest.deposits.map(({ amount }: { amount: string }) => amount)).toEqual(['77.000000']);
    expect((await dealer.get('/desk/deposits?after=s7-000001732000000-0000000000000000-000')).status).toBe(400);
  });
});
