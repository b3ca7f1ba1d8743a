import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { limitPeers } from './peer-limit.ts';

let server: Server;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

async function open(localAddress: string): Promise<Socket> {
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', localAddress });
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Whether the server keeps it: what is kept is greeted. */
function isKept(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('data', () => resolve(true));
    socket.once('close', () => resolve(false));
  });
}

test('a peer holds so many connections, others as many, and there is room again when one is closed', async () => {
  const onDropped = vi.fn();
  server = createServer((socket) => setImmediate(() => !socket.destroyed && socket.write('welcome')));
  limitPeers(server, { max: 2, peerOf: (address) => address, onDropped });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const first = await open('127.0.0.2');
  expect(await isKept(first)).toBe(true);
  expect(await isKept(await open('127.0.0.2'))).toBe(true);
  expect(await isKept(await open('127.0.0.2'))).toBe(false);
  expect(onDropped).toHaveBeenCalledTimes(1);
  expect(await isKept(await open('127.0.0.3'))).toBe(true);
  first.destroy();
  await vi.waitUntil(async () => isKept(await open('127.0.0.2')), { timeout: 20_000 });
});
