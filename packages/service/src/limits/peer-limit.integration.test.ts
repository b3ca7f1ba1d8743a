import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { limitPeers } from './peer-limit.ts';

const patience = { timeout: 20_000 };

let server: Server;
let onDropped: ReturnType<typeof vi.fn<() => void>>;
/** What is being answered. */
let answering: ServerResponse[];
const sockets: Socket[] = [];

beforeEach(async () => {
  answering = [];
  onDropped = vi.fn<() => void>();
  server = createServer((_request, response) => void answering.push(response));
  const keep = limitPeers(server, { max: 2, peerOf: (address) => address, onDropped });
  server.on('upgrade', ({ socket }) => keep(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

/** A connection that is open at the server, or already closed by it. */
async function open(localAddress: string): Promise<Socket> {
  const accepted = once(server, 'connection');
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', localAddress });
  socket.on('error', () => {});
  socket.resume();
  sockets.push(socket);
  await Promise.all([once(socket, 'connect'), accepted]);
  return socket;
}

/** Sends a request, and waits until it is being answered. */
async function ask(socket: Socket): Promise<ServerResponse> {
  const before = answering.length;
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await vi.waitUntil(() => answering.length > before, patience);
  return answering[before] as ServerResponse;
}

const isClosed = (socket: Socket) => vi.waitUntil(() => socket.closed, patience);
const areOpen = (...kept: Socket[]) => expect(kept.map(({ closed }) => closed)).toEqual(kept.map(() => false));

test('a peer holds so many connections, and others as many', async () => {
  const [first, second, other] = [await open('127.0.0.2'), await open('127.0.0.2'), await open('127.0.0.3')];
  expect(onDropped).not.toHaveBeenCalled();
  await open('127.0.0.2');
  await isClosed(first);
  expect(onDropped).toHaveBeenCalledTimes(1);
  areOpen(second, other);
});

test('beyond that the oldest goes on which nothing is being answered, and the new one where there is none', async () => {
  const [first, second] = [await open('127.0.0.2'), await open('127.0.0.2')];
  const answer = await ask(first);
  const third = await open('127.0.0.2');
  await isClosed(second);
  await ask(third);
  await isClosed(await open('127.0.0.2'));
  areOpen(first, third);
  answer.end();
  await once(answer, 'close');
  const next = await open('127.0.0.2');
  await isClosed(first);
  areOpen(third, next);
});

test('a connection is busy until the last of its requests is answered, or while it is upgraded', async () => {
  const first = await open('127.0.0.2');
  const answers = [await ask(first), await ask(first)];
  answers[0]?.end();
  await once(answers[0] as ServerResponse, 'close');
  const second = await open('127.0.0.2');
  const upgraded = once(server, 'upgrade');
  second.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: any\r\n\r\n');
  await upgraded;
  await isClosed(await open('127.0.0.2'));
  areOpen(first, second);
});
