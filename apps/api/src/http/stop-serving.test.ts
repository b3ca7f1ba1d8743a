import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { stoppable } from './stop-serving.ts';

const [ANSWER_MS, FETCH_MS] = [600, 200];
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const MUCH = Buffer.alloc(32 * 1_024 * 1_024);
const HALF_A_BODY = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf';

/** A server with one connection that has sent these bytes. Each whole request is answered as it is told. */
async function serverWith(bytes: string, answer: (response: ServerResponse) => void = () => {}) {
  const server = createServer((request, response) => void request.resume().on('end', () => answer(response)));
  onTestFinished(() => void server.close());
  const stop = stoppable(server, ANSWER_MS, FETCH_MS);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const heard = once(server, bytes.includes('\r\n\r\n') ? 'request' : 'connection');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.write(bytes);
  await heard;
  await sleep(20);
  const stopMs = async () => {
    const began = performance.now();
    await stop();
    return performance.now() - began;
  };
  return { socket, stopMs };
}

it.each([
  ['says nothing', ''],
  ['has sent half of its headers', 'GET / HTTP/1.1\r\nHost: a\r\n'],
  ['has sent half of a body', HALF_A_BODY],
])('ends at once with a connection that %s', async (_what, bytes) => {
  const { stopMs } = await serverWith(bytes);
  expect(await stopMs()).toBeLessThan(FETCH_MS);
});

it('ends at once with a connection that is kept for a next request', async () => {
  const { socket, stopMs } = await serverWith(GET, (response) => response.end('fine'));
  await once(socket, 'data');
  expect(await stopMs()).toBeLessThan(FETCH_MS);
});

it.each([
  ['a request', GET],
  ['a request whose next one came half', GET + HALF_A_BODY],
])('gives %s its answer first', async (_what, bytes) => {
  const happened: string[] = [];
  const answer = (response: ServerResponse) => {
    happened.push('answered');
    response.end('fine');
  };
  const { socket, stopMs } = await serverWith(bytes, (response) => void setTimeout(answer, 150, response));
  const stopped = stopMs().finally(() => happened.push('stopped'));
  const [text, ms] = await Promise.all([socket.toArray().then((parts) => parts.join('')), stopped]);
  expect(text).toContain('fine');
  expect(happened).toEqual(['answered', 'stopped']);
  expect(ms).toBeLessThan(ANSWER_MS - 100);
});

it.each<[how: string, answer: (response: ServerResponse) => void]>([
  ['at once', (response) => response.end(MUCH)],
  ['piece by piece, as files are sent', (response) => void Readable.from([MUCH, MUCH]).pipe(response)],
])('does not wait for a client that does not take its answer, which it gets %s', async (_how, answer) => {
  const { stopMs } = await serverWith(GET, answer);
  const ms = await stopMs();
  expect(ms).toBeGreaterThan(FETCH_MS - 50);
  expect(ms).toBeLessThan(ANSWER_MS - 100);
});

it('waits for no answer longer than it may', async () => {
  const { stopMs } = await serverWith(GET);
  const ms = await stopMs();
  expect(ms).toBeGreaterThan(ANSWER_MS - 50);
  expect(ms).toBeLessThan(ANSWER_MS + 300);
});
