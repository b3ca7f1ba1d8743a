import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { limitUnsentAnswers } from './unsent-answers.ts';

const LARGE = Buffer.alloc(16 * 1_024 * 1_024);

const server = createServer((request, response) => response.end(request.url === '/large' ? LARGE : 'small'));
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
