import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createLogger, createMetrics, type Registry, readConfig } from '@fulcrum/service';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exchangeConfig } from './config.ts';
import { type Exchange, type ExchangeOverrides, startExchange } from './exchange.ts';
import { TestClient } from './testing/test-client.ts';

const BTC = 'bookTicker.BTC_USDC';
const ETH = 'bookTicker.ETH_USDC';
const patience = { timeout: 20_000, interval: 5 };

let exchange: Exchange;
let metrics: Registry;
/** The clock moves only when a test moves it, so what is told is known beforehand. */
let nowMs: number;

beforeEach(() => {
  nowMs = 1_795_000_000_000;
});
afterEach(() => exchange?.stop());

async function open(overrides: ExchangeOverrides = {}, env: Record<string, string> = {}): Promise<void> {
  const config = readConfig(exchangeConfig, { EXCHANGE_PORT: '0', ...env });
  metrics = createMetrics('exchange');
  const context = { config, logger: createLogger('exchange', 'silent'), metrics };
  exchange = await startExchange(context, { nowMs: () => nowMs, ...overrides });
}

const connect = (options = {}) => TestClient.connect(exchange.port, options);
const subscribe = (...params: string[]) => ({ method: 'SUBSCRIBE', params });

/** An answer to nonsense shows that everything before it was handled. */
async function settled(client: TestClient): Promise<void> {
  const before = client.errors.length;
  client.send('nonsense');
  await vi.waitUntil(() => client.errors.length > before, patience);
}

describe('a subscriber', () => {
  test('gets the present book at once, and each later one', async () => {
    await open();
    const client = await connect();
    client.send({ ...subscribe(BTC), id: 1 });
    await vi.waitUntil(() => client.messages.length > 0, patience);
    expect(client.messages).toHaveLength(1);
    expect(client.messages[0]).toMatchObject({
      stream: BTC,
      data: { e: 'bookTicker', s: 'BTC_USDC', E: nowMs * 1_000 },
    });
    nowMs += 10_000;
    await vi.waitUntil(() => client.messages.length > 1, patience);
    expect(client.messages[1]?.data).toMatchObject({ s: 'BTC_USDC', E: nowMs * 1_000 });
    expect(Number(client.messages[1]?.data?.u)).toBeGreaterThan(Number(client.messages[0]?.data?.u));
  });

  test('gets only what it wants, only while it wants it, and nothing twice', async () => {
    await open();
    const [client, other] = [await connect(), await connect()];
    client.send(subscribe(BTC, ETH, BTC));
    client.send(subscribe(BTC));
    client.send({ method: 'UNSUBSCRIBE', params: [ETH] });
    await settled(client);
    expect([client.tickers('BTC_USDC').length, client.tickers('ETH_USDC').length]).toEqual([1, 1]);
    other.send(subscribe(ETH));
    await vi.waitUntil(() => other.messages.length > 0, patience);
    nowMs += 30_000;
    await vi.waitUntil(() => other.tickers('ETH_USDC').length > 1 && client.tickers('BTC_USDC').length > 1, patience);
    await settled(client);
    expect(client.tickers('ETH_USDC')).toHaveLength(1);
    expect(other.tickers('BTC_USDC')).toHaveLength(0);
  });
});

describe('a request that makes no sense', () => {
  test('is answered with its id and changes nothing', async () => {
    await open();
    const client = await connect();
    client.send('rubbish');
    client.send(Buffer.from(JSON.stringify(subscribe(BTC))));
    client.send({ id: 7, method: 'SUBSCRIBE', params: [BTC, 'bookTicker.NO_SUCH'] });
    client.send({ id: 'a', method: 'SUBSCRIBE', params: BTC });
    await vi.waitUntil(() => client.messages.length >= 4, patience);
    expect(client.errors).toEqual([4_000, 4_000, 4_006, 4_000]);
    expect(client.messages.map(({ id }) => id)).toEqual([null, null, 7, 'a']);
    expect(client.messages[2]?.error?.message).toBe('there is no stream bookTicker.NO_SUCH');
  });

  test('for too many streams leaves those that there are', async () => {
    await open({ limits: { maxSubscriptions: 2 } });
    const client = await connect();
    client.send(subscribe(BTC));
    client.send(subscribe(ETH, 'bookTicker.SOL_USDC'));
    await vi.waitUntil(() => client.errors.length > 0, patience);
    expect(client.errors).toEqual([4_005]);
    expect(client.tickers('ETH_USDC')).toHaveLength(0);
  });
});

describe('the limits', () => {
  test('a message of more than 4 kB ends the connection', async () => {
    await open();
    const client = await connect();
    client.send('x'.repeat(4 * 1_024));
    await vi.waitUntil(() => client.errors.length > 0, patience);
    client.send('x'.repeat(4 * 1_024 + 1));
    expect(await client.closed).toBe(1009);
  });

  test('a connection too many is refused', async () => {
    await open({}, { MAX_CONNECTIONS: '1' });
    const first = await connect();
    await expect(connect()).rejects.toThrow('503');
    first.socket.close();
    await first.closed;
    await vi.waitFor(() => connect(), patience);
  });

  test('a connection too many of one address is closed', async () => {
    await open({}, { MAX_CONNECTIONS_PER_ADDRESS: '2' });
    const [first] = [await connect(), await connect()];
    await expect(connect()).rejects.toThrow();
    first.socket.close();
    await first.closed;
    await vi.waitFor(() => connect(), patience);
  });

  test('a connection too many of one address behind a proxy is refused, and no other', async () => {
    await open({}, { MAX_CONNECTIONS_PER_ADDRESS: '1', TRUSTED_PROXIES: '1' });
    const from = (address: string) => connect({ headers: { 'X-Forwarded-For': address } });
    await from('192.0.2.1');
    await expect(from('192.0.2.1')).rejects.toThrow('429');
    await from('192.0.2.2');
  });

  test('a client that asks too much is sent away', async () => {
    await open({ limits: { maxRequestsPerSecond: 3 } });
    const client = await connect();
    for (let count = 0; count < 4; count++) client.send('rubbish');
    expect(await client.closed).toBe(1008);
    expect(client.errors).toHaveLength(3);
  });

  test('a client that takes none of its answers is cut off, and nobody else', async () => {
    await open({ limits: { maxUnsentBytes: 64 * 1_024 } });
    const klines = `GET /api/v1/klines?symbol=BTC_USDC&interval=1m&startTime=${nowMs / 1_000 - 59_000} HTTP/1.1\r\nHost: a\r\n`;
    const slow = createConnection(exchange.port, '127.0.0.1').on('error', () => {});
    slow.pause();
    slow.write(`${klines}\r\n`.repeat(40));
    const other = await connect();
    await expect
      .poll(() => metrics.getSingleMetricAsString('exchange_clients_dropped_total'))
      .toMatch(/why="slow",.*} 1$/m);
    expect(await metrics.getSingleMetricAsString('exchange_unsent_bytes')).toMatch(/ 0$/m);
    await settled(other);
    slow.destroy();
  });
});

test('all clients of an address together may send so many messages, of which long ones count for more', async () => {
  await open({}, { ADDRESS_RATE_LIMIT: '14' });
  const [one, other] = [await connect(), await connect()];
  for (let time = 0; time < 4; time += 1) one.send(subscribe(BTC));
  await settled(one);
  // A thousand characters count as four messages.
  other.send(subscribe(...Array(40).fill(BTC)));
  other.send(subscribe(...Array(40).fill(BTC)));
  await settled(other);
  one.send(subscribe(BTC));
  expect(await one.closed).toBe(1008);
  expect(other.socket.readyState).toBe(other.socket.OPEN);
});

test('a connection that sends requests without waiting for answers is cut off', async () => {
  await open({ limits: { maxPipelined: 5 } });
  const hasty = createConnection(exchange.port, '127.0.0.1').on('error', () => {});
  hasty.resume();
  hasty.write('GET /api/v1/klines HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1_000));
  await once(hasty, 'close');
  expect(await metrics.getSingleMetricAsString('exchange_clients_dropped_total')).toMatch(/why="pipelined",.*} 1$/m);
});

describe('the heartbeat', () => {
  test('pings, and keeps a client that answers', async () => {
    await open({ limits: { pingEveryMs: 500 } });
    const client = await connect();
    await vi.waitUntil(() => client.pings >= 5, patience);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  test('closes the connection of a client that does not answer', async () => {
    await open({ limits: { pingEveryMs: 10 } });
    const client = await connect({ autoPong: false });
    expect(await client.closed).toBe(1008);
    expect(client.pings).toBeGreaterThan(0);
  });
});

describe('over HTTP', () => {
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${exchange.port}${path}`, init);
  const klines = (query: string) => get(`/api/v1/klines?symbol=ETH_USDC&interval=1m&${query}`);

  test('the venue tells a past that leads to its present price, and says that it is made up', async () => {
    await open();
    const client = await connect();
    client.send(subscribe(ETH));
    await vi.waitUntil(() => client.messages.length > 0, patience);
    const answer = await klines(`startTime=${nowMs / 1_000 - 500 * 60}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    const told = (await answer.json()) as Record<string, string>[];
    expect(told).toHaveLength(500);
    expect(told.at(-1)).toMatchObject({ start: '2026-11-18 11:06:00', end: '2026-11-18 11:07:00', source: 'made-up' });
    expect(told.at(-1)?.close).toBe(client.tickers('ETH_USDC')[0]?.b);
    expect(Object.keys(told[0] ?? {})).toEqual([
      ...['start', 'end', 'open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'trades', 'source'],
    ]);
  });

  test("what makes no sense is refused in the venue's words", async () => {
    await open();
    const refusals = await Promise.all([
      get('/api/v1/depth'),
      get('/api/v1/klines', { method: 'POST', body: 'x'.repeat(100_000) }),
      get('/api/v1/klines'),
      klines('startTime=1'),
      get(`/api/v1/klines?symbol=NO_SUCH&interval=1m&startTime=${nowMs / 1_000 - 60}`),
    ]);
    const told = refusals.map(async (answer) => [answer.status, ((await answer.json()) as { code: string }).code]);
    expect(await Promise.all(told)).toEqual([
      [404, 'RESOURCE_NOT_FOUND'],
      [405, 'INVALID_CLIENT_REQUEST'],
      [400, 'INVALID_CLIENT_REQUEST'],
      [400, 'INVALID_RANGE'],
      [400, 'INVALID_SYMBOL'],
    ]);
  });
});

test('clients are told when the venue stops, and it does not wait for those that do not answer', async () => {
  await open({ limits: { closeWithinMs: 50 } });
  const [polite, stuck] = [await connect(), await connect()];
  stuck.socket.pause();
  await exchange.stop();
  expect(await polite.closed).toBe(1001);
  stuck.socket.terminate();
});

test('a wrong setting is named', () => {
  expect(() => readConfig(exchangeConfig, { EXCHANGE_PORT: '70000' })).toThrow('EXCHANGE_PORT');
});
