import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { limitUnsentAnswers } from './unsent-answers.ts';

const LARGE = Buffer.alloc(16 * 1_024 * 1_024);

const MEDIUM = LARGE.subarray(0, 100_000);

let server: Server;
beforeEach(() => {
  server = createServer(({ url }, response) =>
    response.end(url === '/large' ? LARGE : url === '/medium' ? MEDIUM : 'small'),
  );
});
afterEach(() => server.close());

it('cuts off a client that takes no large answer, and nobody else', async () => {
  const onDropped = vi.fn();
  const unsent = limitUnsentAnswers(server, 1_024 * 1_024, onDropped);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [slow, other] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  slow.on('error', () => {});
  slow.pause();
  slow.write('GET /large HTTP/1.1\r\nHost: a\r\n\r\n');
  await expect.poll(() => onDropped.mock.calls.length, { timeout: 10_000 }).toBe(1);
  await expect.poll(unsent, { timeout: 10_000 }).toBe(0);
  other.write('GET /small HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  let answer = '';
  for await (const bytes of other) answer += bytes;
  expect(answer).toMatch(/^HTTP\/1.1 200 OK/);
  slow.destroy();
});

it('counts the answers to requests that came together', async () => {
  const onDropped = vi.fn();
  limitUnsentAnswers(server, 1_024 * 1_024, onDropped);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const slow = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
  slow.pause();
  slow.write('GET /medium HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(200));
  await expect.poll(() => onDropped.mock.calls.length, { timeout: 4_000 }).toBe(1);
  slow.destroy();
});
