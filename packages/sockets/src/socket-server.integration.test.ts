import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { PortError } from '@fulcrum/service';
import { afterEach, expect, test, vi } from 'vitest';
import { handshake, TestServer, TOO_MUCH } from './testing/test-server.ts';

const patience = { timeout: 20_000, interval: 5 };
const limits = { maxPayloadBytes: 100, pingEveryMs: 60_000, closeWithinMs: 50 };
/** So long that a test that waits for it has failed. */
const NEVER_MS = 600_000;

let world: TestServer;
const start = async (...[options]: Parameters<typeof TestServer.start>) => {
  world = await TestServer.start(options);
};
afterEach(() => world?.server.stop());

test('every path is served when none are named, otherwise those alone', async () => {
  await start();
  await world.connect('/anything?at=all');
  await world.server.stop();
  await start({ paths: ['/', '/ws'] });
  await world.connect('/ws?a=b');
  await world.connect('/');
  await expect(world.connect('/elsewhere')).rejects.toThrow();
  expect(world.server.connectionCount).toBe(2);
});

test('whoever does not want to upgrade is told to', async () => {
  await start();
  const response = await fetch(`http://127.0.0.1:${world.port}/`);
  expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket']);
});

test.each([
  ['404', '/elsewhere', []],
  ['503', '/', ['full']],
])(
  'a handshake that is refused with %s is not kept, whatever its client does',
  { timeout: 20_000 },
  async (status, path, refusals) => {
    await start({ paths: ['/'], maxConnections: 0 });
    const raw = world.connectRaw();
    let answer = '';
    raw.on('data', (data) => {
      answer += data.toString();
    });
    raw.write(handshake(path));
    await once(raw, 'end');
    expect(answer).toMatch(`HTTP/1.1 ${status} `);
    expect(world.refusals).toEqual(refusals);
    // The client never closes its side; the server stops all the same, because it has let go of it.
    await world.server.stop();
    raw.destroy();
  },
);

test('one sender has so many connections, another as many, and there is room again when one ends', async () => {
  const senderOf = ({ url }: IncomingMessage) => ({ address: String(url) });
  await start({ senders: { senderOf, maxConnections: 2, maxHandshakes: 100 } });
  const [{ socket }] = [await world.connect('/ada'), await world.connect('/ada')];
  expect(await world.refused('/ada')).toEqual([429, '1']);
  expect(world.refusals).toEqual(['connections']);
  await world.connect('/bob');
  socket.close();
  await vi.waitUntil(() => world.server.connectionCount === 2, patience);
  await world.connect('/ada');
});

test('one sender has so many handshakes, those that are refused among them, and another as many', async () => {
  const senderOf = ({ url }: IncomingMessage) => ({ address: String(url) });
  await start({ senders: { senderOf, maxConnections: 1, maxHandshakes: 3 } });
  await world.connect('/ada');
  for (let count = 0; count < 2; count += 1) expect(await world.refused('/ada')).toEqual([429, '1']);
  const [status, retryAfter] = await world.refused('/ada');
  expect([status, world.refusals]).toEqual([429, ['connections', 'connections', 'handshakes']]);
  // What is left of the ten seconds.
  expect(Number(retryAfter)).toBeGreaterThan(1);
  await world.connect('/bob');
});

test('one peer has so many connections, and those without a handshake make room for others', async () => {
  const onDropped = vi.fn();
  await start({ peers: { max: 2, peerOf: (address) => address, onDropped } });
  const { socket } = await world.connect();
  const silent = world.connectRaw();
  silent.resume();
  await once(silent, 'connect');
  const ended = once(silent, 'end');
  await world.connect();
  await ended;
  silent.destroy();
  expect(onDropped).toHaveBeenCalledTimes(1);
  await expect(world.connect()).rejects.toThrow();
  expect(socket.readyState).toBe(socket.OPEN);
  socket.terminate();
  await vi.waitUntil(() => world.connect().catch(() => undefined), patience);
});

test('what is not even a handshake after ten seconds is told so and closed soon', { timeout: 30_000 }, async () => {
  await start();
  const raw = world.connectRaw();
  raw.write('GET / HTTP/1.1\r\nHost: a\r\n');
  const [answer] = await once(raw, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 408 /);
  raw.destroy();
});

test('a client that goes away during the handshake harms nobody', async () => {
  await start();
  const { socket } = await world.connect();
  for (let count = 0; count < 20; count += 1) {
    const raw = world.connectRaw();
    await once(raw, 'connect');
    raw.write(handshake());
    raw.resetAndDestroy();
  }
  await vi.waitUntil(() => world.server.connectionCount === 1, patience);
  socket.send('still here');
  await vi.waitUntil(() => world.connections.some(({ received }) => received.includes('still here')), patience);
});

test('messages reach their connection, binary ones as undefined, and the end does too', async () => {
  await start();
  const { socket } = await world.connect();
  socket.send('text');
  socket.send(Buffer.from('bytes'));
  await vi.waitUntil(() => world.connections[0]?.received.length === 2, patience);
  expect(world.connections[0]?.received).toEqual(['text', undefined]);
  expect([...world.server.connections]).toEqual(world.connections);
  socket.close();
  await vi.waitUntil(() => world.connections[0]?.isClosed, patience);
  await vi.waitUntil(() => world.server.connectionCount === 0, patience);
});

test.each([0, 1, 125, 126, 65_535, 65_536, 1_000_000])(
  'a message of %i bytes reaches its client whole, between pongs and before the goodbye',
  async (length) => {
    await start({ limits: { ...limits, closeWithinMs: NEVER_MS } });
    const { socket, closed } = await world.connect();
    const texts: string[] = [];
    let pongs = 0;
    socket.on('message', (data, isBinary) => texts.push(isBinary ? 'binary' : data.toString()));
    socket.on('pong', () => {
      pongs += 1;
    });
    const sent = ['first', 'ü'.repeat(length / 2).padEnd(length), 'last'];
    for (const text of sent) {
      for (let count = 0; count < 10; count += 1) socket.ping();
      world.connections[0]?.socket.send(Buffer.from(text));
    }
    await vi.waitUntil(() => pongs === 30 && texts.length === 3, patience);
    await world.server.stop();
    world.connections[0]?.socket.send(Buffer.from('too late'));
    expect([await closed, texts]).toEqual([[1001, 'the server is stopping'], sent]);
  },
);

test('an oversized message ends its connection', async () => {
  await start();
  const { socket, closed } = await world.connect();
  socket.send('x'.repeat(101));
  expect((await closed)[0]).toBe(1009);
});

test('a client that has to go is told why, and nothing more of it is heard', async () => {
  await start({ limits: { ...limits, closeWithinMs: NEVER_MS } });
  const { socket, closed } = await world.connect();
  for (const text of ['before', TOO_MUCH, TOO_MUCH, 'after']) socket.send(text);
  expect(await closed).toEqual([1008, 'that was too much']);
  expect(world.connections[0]?.received).toEqual(['before', TOO_MUCH]);
  expect(world.connections[0]?.isClosed).toBe(true);
  expect(world.dismissals).toEqual(['busy']);
});

test('a client may be sent away for what others see of it', async () => {
  await start();
  const { closed } = await world.connect();
  world.connections[0]?.dismiss('somebody else needs the room');
  expect(await closed).toEqual([1008, 'somebody else needs the room']);
  expect([world.connections[0]?.isClosed, world.dismissals]).toEqual([true, ['busy']]);
});

test('one that does not say goodbye is cut off, and is closed as a connection at once', async () => {
  await start();
  const { socket } = await world.connect();
  socket.send(TOO_MUCH, () => socket.pause());
  await vi.waitUntil(() => world.connections[0]?.isClosed, patience);
  expect(world.server.connectionCount).toBe(1);
  await vi.waitUntil(() => world.server.connectionCount === 0, patience);
  socket.terminate();
});

test('a client that answers no pings is cut off without a word, when there is none', async () => {
  await start({ limits: { ...limits, pingEveryMs: 20 } });
  const { closed } = await world.connect('/', { autoPong: false });
  expect((await closed)[0]).toBe(1006);
  expect(world.dismissals).toEqual([]);
});

test('a client that answers no pings is told so, when there is a word for it', async () => {
  await start({ limits: { ...limits, pingEveryMs: 20 }, silenceReason: 'no pong came' });
  const { closed } = await world.connect('/', { autoPong: false });
  expect(await closed).toEqual([1008, 'no pong came']);
  expect(world.dismissals).toEqual(['silent']);
});

test('a client that answers neither pings nor the goodbye is cut off, and counted once', async () => {
  await start({ limits: { ...limits, pingEveryMs: 20, closeWithinMs: 200 }, silenceReason: 'no pong came' });
  const { socket } = await world.connect();
  socket.pause();
  await vi.waitUntil(() => world.connections[0]?.isClosed, patience);
  await vi.waitUntil(() => world.server.connectionCount === 0, patience);
  expect(world.dismissals).toEqual(['silent']);
  socket.terminate();
});

test('one that is being sent away for asking too much is not sent away once more for its silence', async () => {
  await start({ limits: { ...limits, pingEveryMs: 20, closeWithinMs: 200 }, silenceReason: 'no pong came' });
  const { socket } = await world.connect();
  socket.send(TOO_MUCH, () => socket.pause());
  await vi.waitUntil(() => world.connections[0]?.isClosed, patience);
  await vi.waitUntil(() => world.server.connectionCount === 0, patience);
  expect(world.dismissals).toEqual(['busy']);
  socket.terminate();
});

test('clients are told when the server stops, and it does not wait for those that do not answer', {
  timeout: 20_000,
}, async () => {
  await start();
  const [polite, stuck] = [await world.connect(), await world.connect()];
  stuck.socket.pause();
  await world.server.stop();
  expect(await polite.closed).toEqual([1001, 'the server is stopping']);
  await vi.waitUntil(() => world.connections.every(({ isClosed }) => isClosed), patience);
  stuck.socket.terminate();
});

test('a port that is taken is named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await expect(TestServer.start({ port: port ?? 0 })).rejects.toThrow(PortError);
  other.close();
});
