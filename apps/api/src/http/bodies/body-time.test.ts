import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { answerParserFaults } from '../parser-problems.ts';
import { limitBodyTime } from './body-time.ts';

/** A server whose bodies have this much time, and a connection to it. */
async function connected(limitMs: number) {
  const server: Server = createServer((request, response) => {
    limitBodyTime(server, request, limitMs);
    request.resume().on('end', () => response.end('fine'));
  });
  answerParserFaults(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  return socket;
}

it.each(['Content-Length: 9', 'Transfer-Encoding: chunked'])(
  'cuts off a body that does not come: %s',
  async (header) => {
    const socket = await connected(1);
    socket.write(`POST / HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n`);
    expect((await socket.toArray()).join('')).toMatch(/^HTTP\/1\.1 408 .*request_timeout/s);
  },
);

it('lets requests follow each other whose bodies are there', async () => {
  const socket = await connected(60_000);
  for (const body of ['', 'Content-Length: 2\r\n']) {
    socket.write(`POST / HTTP/1.1\r\nHost: a\r\n${body}\r\n${body && 'ab'}`);
    expect(await new Promise((resolve) => socket.once('data', resolve))).toContain('fine');
  }
});
