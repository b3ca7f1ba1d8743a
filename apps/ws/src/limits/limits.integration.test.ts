import { once } from 'node:events';
import { connect } from 'node:net';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { cookieOf, token } from '../testing/sessions.ts';
import type { TestClient } from '../testing/test-client.ts';
import { startWorld, type World } from '../testing/test-world.ts';

const maxConnections = 8;

let world: World;
beforeAll(async () => {
  const limits = { evictAfterMs: 2_000, maxSubscriptions: 2, maxUnhandledMessages: 4 };
  world = await startWorld({ MAX_CONNECTIONS: String(maxConnections) }, limits);
  for (const asset of ['A', 'B', 'C']) await world.log.instrument(asset);
  await world.log.tick('A', '100.00', '101.00');
});
afterAll(() => world?.stop());

/** The status with which an upgrade is refused. */
async function refusedWith(path: string, { feed } = world): Promise<number | undefined> {
  const socket = new WebSocket(`ws://127.0.0.1:${feed.port}${path}`);
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
  await expect.poll(() => world.metric('ws_connections')).toBe(0);
  const next = await world.connect();
  next.socket.close();
  await next.closed;
});

test('one address has so many connections, and who opens them without a word has hardly more', async () => {
  const settings = { MAX_CONNECTIONS_PER_ADDRESS: '2', MAX_CONNECTIONS: '500' };
  const small = await startWorld(settings);
  try {
    await Promise.all([small.connect(), small.connect()]);
    expect(await refusedWith('/', small)).toBe(429);
    expect(await small.metric('ws_upgrades_refused_total', { why: 'connections' })).toBe(1);
    const silent = Array.from({ length: 120 }, () => connect(small.feed.port, '127.0.0.1'));
    for (const socket of silent) socket.on('error', () => {});
    await expect.poll(() => small.metric('ws_dropped_connections_total')).toBeGreaterThan(0);
    for (const socket of silent) socket.destroy();
  } finally {
    await small.stop();
  }
});

test('behind proxies the address is the one that they name, and a peer may hold all connections', async () => {
  const small = await startWorld({
    MAX_CONNECTIONS_PER_ADDRESS: '1',
    HANDSHAKE_RATE_LIMIT: '200',
    TRUSTED_PROXIES: '1',
  });
  try {
    const from = (address: string) => ({ headers: { 'x-forwarded-for': `forged, ${address}` } });
    await small.connect(from('203.0.113.1'));
    await small.connect(from('203.0.113.2'));
    await expect(small.connect(from('203.0.113.1:50001'))).rejects.toThrow('429');
    await Promise.all(Array.from({ length: 110 }, (_, n) => small.connect(from(`198.51.100.${n}`))));
    expect(await small.metric('ws_dropped_connections_total')).toBe(0);
  } finally {
    await small.stop();
  }
});

test('questions to an engine that does not answer are bounded, also those whose client has gone', async () => {
  const small = await startWorld({}, { maxUnanswered: 5, answerWithinMs: 100 });
  try {
    const user = await small.newUser();
    small.engine.hold();
    const ask = async () => {
      const client = await small.connectAs(user);
      const answer = await client.subscribe('account');
      client.socket.close();
      return answer.error?.message;
    };
    for (let count = 0; count < 5; count += 1) expect(await ask()).toMatch('did not answer in time');
    const length = await small.log.redis.xlen(streamKeys().engine);
    for (let count = 0; count < 3; count += 1)
      expect(await ask()).toBe('The engine cannot be reached: Too many commands wait for the engine. Try again.');
    expect(await small.log.redis.xlen(streamKeys().engine)).toBe(length);
    expect(await small.metric('ws_unanswered_commands')).toBe(5);
    small.engine.release();
    await expect.poll(() => small.metric('ws_unanswered_commands')).toBe(0);
    // A busy engine may take longer than this limit, and its user asks again.
    await expect.poll(ask).toBeUndefined();
  } finally {
    await small.stop();
  }
});

test('one user has so many connections, whatever the address, and is told why there are no more', async () => {
  const small = await startWorld({ MAX_CONNECTIONS_PER_USER: '2', TRUSTED_PROXIES: '1' });
  try {
    const user = await small.newUser();
    const from = (address: string) =>
      small.connect({ headers: { ...cookieOf(user), 'x-forwarded-for': `203.0.113.${address}` } });
    const [first] = [await from('1'), await from('2')];
    const reason = 'too many connections of this user. The limit is 2 for one user.';
    expect(await (await from('3')).closed).toEqual({ code: 1008, reason });
    first.socket.close();
    await first.closed;
    await expect.poll(() => small.metric('ws_connections')).toBe(1);
    expect(await (await from('4')).subscribe('account')).toMatchObject({ result: null });
  } finally {
    await small.stop();
  }
});

test('what a user reads counts over all processes, and in each by itself while Redis is away', async () => {
  const small = await startWorld({ ACCOUNT_RATE_LIMIT: '3' });
  try {
    const user = await small.newUser();
    const { port } = await small.startAnother();
    const [here, there] = [await small.connectAs(user), await small.connect({ headers: cookieOf(user) }, '', port)];
    const read = async (client: TestClient) => {
      const { error } = await client.subscribe('account');
      if (error === undefined) await client.ask({ method: 'UNSUBSCRIBE', params: ['account'] });
      return error?.code;
    };
    expect([await read(here), await read(there), await read(here)]).toEqual([undefined, undefined, undefined]);
    expect(await read(here)).toBe('too_many_requests');
    // It learns of the others' with the answer to what it was let do last.
    await read(there);
    await expect.poll(() => read(there)).toBe('too_many_requests');
    expect(Number(await small.log.redis.get(`${streamKeys().reads}:${user}`))).toBeLessThan(6);
    const other = await small.newUser();
    const client = await small.connectAs(other);
    await small.redis.stop();
    expect(await read(client)).toBe('unavailable');
    for (let count = 0; count < 2; count += 1) await read(client);
    expect(await read(client)).toBe('too_many_requests');
  } finally {
    await small.stop();
  }
});

test('clients that together hold up too much are cut off, long before each alone would be', async () => {
  const never = { evictAboveBytes: 1_000_000_000, evictAfterMs: 3_600_000 };
  const small = await startWorld({}, { ...never, slowAboveBytes: 1_000_000_000, maxUnsentBytes: 100_000 });
  try {
    await small.log.tick('A', '1', '2');
    const [idle, paused] = [await small.connect(), await small.connect()];
    await paused.subscribe('bookTicker.A');
    paused.tcp.pause();
    // The system's own buffers hold some megabytes before the feed notices anything.
    while ((await small.metric('ws_clients_dropped_total')) === 0)
      await Promise.all(Array.from({ length: 500 }, () => small.log.screenTick('A', '1', '2', '', '9'.repeat(4_000))));
    expect(await idle.subscribe('bookTicker.A')).toMatchObject({ result: null });
  } finally {
    await small.stop();
  }
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
    // A client that reads has all of it before more comes, however busy the machine is.
    await fast.next(({ data }) => data?.b === String(count));
  }
  const prices = fast.data('bookTicker.B').map(({ b }) => Number(b));
  expect(prices).toEqual([...new Set(prices)].sort((one, other) => one - other));
  paused.tcp.resume();
  await closed;
  expect(paused.data('bookTicker.B').length).toBeLessThan(prices.length);
  expect(await world.metric('ws_messages_conflated_total')).toBeGreaterThan(0);
});

test('any number of refused tokens closes those who send them, and keeps nobody else of the address out', async () => {
  const user = await world.newUser();
  const good = await world.connectAs(user);
  const others = await Promise.all(Array.from({ length: 4 }, () => world.connect()));
  const forged = () => ({ method: 'AUTH', params: [`${token(user).slice(0, -43)}${'A'.repeat(43)}`] });
  const before = await world.metric('ws_refused_tokens_total');
  for (const client of others) client.send(...Array.from({ length: 40 }, forged));
  for (const client of others) expect(await client.closed).toEqual({ code: 1008, reason: 'too many refused tokens' });
  expect(await world.metric('ws_refused_tokens_total')).toBe(Number(before) + 4 * 5);
  expect(await good.subscribe('account')).toMatchObject({ result: null });
  const fresh = await world.connect();
  expect(await fresh.ask({ method: 'AUTH', params: [token(user)] })).toMatchObject({ result: null });
  for (const client of [good, fresh]) client.socket.close();
});

test('one address has so many messages in a second over all its connections, and those go that send the most', async () => {
  const small = await startWorld({ MESSAGE_RATE_LIMIT: '60' });
  try {
    const clients = await Promise.all(Array.from({ length: 4 }, () => small.connect()));
    const quiet = await small.connect();
    const messages = (count: number) => Array.from({ length: count }, () => ({ id: 1, method: 'AUTH', params: [] }));
    // Whatever the second in which they come: none of them sends as many as each alone may.
    for (const client of clients) client.send(...messages(40));
    const farewell = { code: 1008, reason: 'too many messages of this address: the limit is 60 in a second' };
    expect(await Promise.race(clients.map((client) => client.closed))).toEqual(farewell);
    expect((await quiet.ask({ method: 'AUTH', params: [] })).error?.code).toBe('invalid_request');
    const pinging = await small.connect();
    for (let count = 0; count < 200; count += 1) pinging.socket.ping();
    expect(await pinging.closed).toMatchObject({ code: 1008, reason: expect.stringMatching('^too many messages') });
    expect((await quiet.ask({ method: 'AUTH', params: [] })).error?.code).toBe('invalid_request');
  } finally {
    await small.stop();
  }
});

test('connections and handshakes of nobody leave their own to those who are signed in behind the same address', async () => {
  const small = await startWorld({ MAX_CONNECTIONS_PER_ADDRESS: '1', HANDSHAKE_RATE_LIMIT: '3' });
  try {
    const user = await small.newUser();
    await small.connect();
    for (let count = 0; count < 4; count += 1) expect(await refusedWith('/', small)).toBe(429);
    expect(await small.metric('ws_upgrades_refused_total', { why: 'handshakes' })).toBe(2);
    const client = await small.connectAs(user);
    expect(await client.subscribe('account')).toMatchObject({ result: null });
  } finally {
    await small.stop();
  }
});
