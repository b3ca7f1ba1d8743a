import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startWorld, type World } from './testing/test-world.ts';

const maxConnections = 8;

let world: World;
beforeAll(async () => {
  const limits = { dropAfterMs: 2_000, maxSubscriptions: 2, maxUnhandledMessages: 4 };
  world = await startWorld({ MAX_CONNECTIONS: String(maxConnections) }, limits);
  for (const asset of ['A', 'B', 'C']) await world.log.instrument(asset);
  await world.log.tick('A', '100.00', '101.00');
});
afterAll(() => world?.stop());

/** The status with which an upgrade is refused. */
async function refusedWith(path: string): Promise<number | undefined> {
  const socket = new WebSocket(`ws://127.0.0.1:${world.feed.port}${path}`);
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  socket.terminate();
  return response.statusCode;
}

test('a path that is not served is refused', async () => {
  expect(await refusedWith('/elsewhere')).toBe(404);
  const response = await fetch(`http://127.0.0.1:${world.feed.port}/`);
  expect(response.status).toBe(426);
});

test('above the limit an upgrade is refused, and there is room again when somebody leaves', async () => {
  const clients = await Promise.all(Array.from({ length: maxConnections }, () => world.connect()));
  expect(await refusedWith('/')).toBe(503);
  expect(await world.metric('ws_connections')).toBe(maxConnections);
  for (const client of clients) client.socket.close();
  await expect.poll(() => world.metric('ws_connections'), { timeout: 20_000 }).toBe(0);
  const next = await world.connect();
  next.socket.close();
  await next.closed;
});

test('rubbish is answered or closes its connection, and harms nobody else', async () => {
  const good = await world.connect();
  await good.subscribe('A', 'bookTicker.A').then(() => good.subscribe('bookTicker.A'));
  const client = await world.connect();
  client.send('rubbish', Buffer.from('{"method":"SUBSCRIBE","params":["bookTicker.A"]}'), '[]', '{"method":"AUTH"}');
  for (let count = 0; count < 4; count += 1) expect((await client.next()).error?.code).toBe('invalid_request');
  client.send(`{"method":"SUBSCRIBE","params":["${'x'.repeat(9_000)}"]}`);
  expect((await client.closed).code).toBe(1009);

  const raw = connect(world.feed.port, '127.0.0.1');
  const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  raw.write(`GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`);
  await once(raw, 'data');
  raw.write(Buffer.alloc(100, 0xff));
  raw.resume();
  await once(raw, 'close');

  const halfway = connect(world.feed.port, '127.0.0.1');
  halfway.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  halfway.resume();
  await once(halfway, 'close');

  await world.log.tick('A', '100.50', '101.00');
  await good.next(({ data }) => data?.b === '100.50');
  expect(world.failures).toEqual([]);
  good.socket.close();
});

test('a connection has at most so many subscriptions', async () => {
  const client = await world.connect();
  expect((await client.subscribe('bookTicker.A', 'bookTicker.B', 'bookTicker.C')).error?.code).toBe(
    'too_many_subscriptions',
  );
  expect(await client.subscribe('bookTicker.A', 'bookTicker.B')).toMatchObject({ result: null });
  expect((await client.subscribe('bookTicker.C')).error?.code).toBe('too_many_subscriptions');
  expect(await world.metric('ws_subscriptions')).toBe(2);
  await client.ask({ method: 'UNSUBSCRIBE', params: ['bookTicker.A'] });
  expect(await client.subscribe('bookTicker.C')).toMatchObject({ result: null });
  client.socket.close();
});

test('a client that sends on and on while it waits for the engine is closed', async () => {
  const client = await world.connectAs(await world.newUser());
  world.engine.hold();
  for (let count = 0; count < 10; count += 1) client.send({ method: 'SUBSCRIBE', params: ['account'] });
  expect((await client.closed).code).toBe(1008);
  world.engine.release();
});

test('a client that does not answer pings is cut off, one that does stays', async () => {
  const { port } = await world.startAnother({ pingEveryMs: 500 });
  const alive = await world.connect({}, '', port);
  const dead = await world.connect({ autoPong: false }, '', port);
  expect((await dead.closed).code).toBe(1006);
  expect(await alive.subscribe('bookTicker.A')).toMatchObject({ result: null });
  alive.socket.close();
});

test('a client that stops reading is dropped, and the others get their prices meanwhile', async () => {
  const dropped = async () => (await world.metric('ws_clients_dropped_total')) ?? 0;
  const before = await dropped();
  const [fast, paused] = [await world.connect(), await world.connect()];
  const closed = new Promise((resolve) => paused.tcp.once('close', resolve));
  await Promise.all([fast.subscribe('bookTicker.B'), paused.subscribe('bookTicker.B')]);
  paused.tcp.pause();
  let count = 0;
  // The system's own buffers hold some megabytes before the feed notices anything.
  while ((await dropped()) === before) {
    const ticks = Array.from({ length: 2_000 }, () => {
      count += 1;
      return world.log.screenTick('B', `${count}`, `${count}`, '', '9'.repeat(2_000));
    });
    await Promise.all(ticks);
  }
  await fast.next(({ data }) => data?.b === String(count));
  const prices = fast.data('bookTicker.B').map(({ b }) => Number(b));
  expect(prices).toEqual([...new Set(prices)].sort((one, other) => one - other));
  paused.tcp.resume();
  await closed;
  expect(paused.data('bookTicker.B').length).toBeLessThan(prices.length);
  expect(await world.metric('ws_messages_conflated_total')).toBeGreaterThan(0);
});
