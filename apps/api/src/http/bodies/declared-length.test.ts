import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { RouteDefinition } from '../route.ts';
import { continueWithSmallBodies, refusedByLength } from './declared-length.ts';
import { UploadPaths } from './upload-paths.ts';

/** A route that takes files of a megabyte. */
const UPLOAD: RouteDefinition = {
  ...{ method: 'post', path: '/files', summary: '', tag: 'account', access: 'session', waitsFor: 'nothing' },
  upload: { mediaTypes: ['image/png'], maxBytes: 1_048_576 },
  responses: { 200: { description: '', schema: z.object({}) } },
};

/** What a server answers first to these bytes, and a connection that may send more. */
async function answerTo(bytes: string) {
  const uploads = new UploadPaths([UPLOAD], '/fulcrum');
  const server = createServer((request, response) => {
    if (refusedByLength(request, response, uploads)) return;
    request.resume().on('end', () => response.end('fine'));
  });
  continueWithSmallBodies(server, uploads);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  socket.write(bytes);
  const next = () => new Promise<string>((resolve) => socket.once('data', (text) => resolve(String(text))));
  return { socket, first: await next(), next };
}

const head = (length: number, more = '') => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n${more}\r\n`;
const EXPECT = 'Expect: 100-continue\r\n';
const [LARGEST, TOO_LARGE] = [16_384, 16_385];

it.each([
  ['that hardly begins', `${head(99_999_999)}{}`],
  ['that waits to be told to go on', head(TOO_LARGE, EXPECT)],
])('refuses a body %s by its length, at once', async (_what, bytes) => {
  const { first, socket } = await answerTo(bytes);
  expect(first).toMatch(/^HTTP\/1\.1 413 /);
  expect(first).toContain('Connection: close');
  expect(first).toContain('Content-Type: application/problem+json');
  const text = first.split('\r\n\r\n')[1] ?? '';
  expect(JSON.parse(text)).toMatchObject({ status: 413, code: 'body_too_large' });
  expect(first).toContain(`Content-Length: ${text.length}\r\n`);
  // Whoever sends it all the same reads the refusal, and nothing more.
  socket.write('x'.repeat(TOO_LARGE));
  expect(await socket.toArray()).toEqual([]);
});

it('takes the largest body that there may be', async () => {
  expect((await answerTo(head(LARGEST) + 'x'.repeat(LARGEST))).first).toContain('fine');
});

it('lets whoever asks go on with a body that will be read', async () => {
  const { first, socket, next } = await answerTo(head(LARGEST, EXPECT));
  expect(first).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  socket.write('x'.repeat(LARGEST));
  expect(await next()).toContain('fine');
});

it.each(['/api/v1/files?kind=other', '/fulcrum/api/v1/files'])(
  'takes files at %s, up to their own size',
  async (path) => {
    const headTo = (method: string, length: number) =>
      `${method} ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n${EXPECT}\r\n`;
    expect((await answerTo(headTo('POST', 1_048_576))).first).toMatch(/^HTTP\/1\.1 100 /);
    const { first } = await answerTo(headTo('POST', 1_048_577));
    expect(first).toMatch(/^HTTP\/1\.1 413 /);
    expect(first).toContain('The body is larger than 1 MB.');
    expect((await answerTo(headTo('PUT', TOO_LARGE))).first).toMatch(/^HTTP\/1\.1 413 /);
  },
);
