import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { answerParserFaults, refusedWithoutHost } from './parser-problems.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** What a server answers to these bytes, until it hangs up. */
async function answerTo(bytes: string, rubbishLater = ''): Promise<{ head: string; body: string }> {
  server = createServer({ requireHostHeader: false }, (request, response) => {
    if (refusedWithoutHost(request, response)) return;
    if (request.url === '/begun') response.write('half of it');
    else request.resume().on('end', () => response.end('fine'));
  });
  answerParserFaults(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
  socket.write(bytes);
  if (rubbishLater !== '') socket.once('data', () => socket.write(rubbishLater));
  const [head = '', ...body] = (await socket.toArray()).join('').split('\r\n\r\n');
  return { head, body: body.join('\r\n\r\n') };
}

const HOST = 'Host: a.example\r\n';

it.each([
  ['no HTTP', 'hello\r\n\r\n', 400, 'bad_request'],
  ['a header without a name', `GET / HTTP/1.1\r\n${HOST}: x\r\n\r\n`, 400, 'bad_request'],
  ['two lengths', `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400, 'bad_request'],
  ['a broken chunk', `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400, 'bad_request'],
  ['no host', 'GET / HTTP/1.1\r\nX: 1\r\n\r\n', 400, 'bad_request'],
  ['too many headers', `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(17_000)}\r\n\r\n`, 431, 'headers_too_large'],
  [
    'a chunk with too much about it',
    `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n5;${'x'.repeat(20_000)}\r\nabcde\r\n0\r\n\r\n`,
    413,
    'body_too_large',
  ],
  ['a tunnel', `CONNECT a:1 HTTP/1.1\r\n${HOST}\r\n`, 405, 'method_not_allowed'],
  ['a strange expectation', `GET / HTTP/1.1\r\n${HOST}Expect: the moon\r\n\r\n`, 417, 'expectation_failed'],
])('answers %s as a problem, with all headers of one', async (_what, bytes, status, code) => {
  const { head, body } = await answerTo(bytes);
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} \\w`));
  for (const line of [
    'Content-Type: application/problem\\+json; charset=utf-8',
    'Cache-Control: no-store',
    'Connection: close',
    'X-Content-Type-Options: nosniff',
    "Content-Security-Policy: default-src 'none'",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ])
    expect(head).toMatch(new RegExp(`\r\n${line}`, 'i'));
  expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status, code, detail: expect.any(String) });
});

it('takes a request of HTTP/1.0 without a host', async () => {
  expect((await answerTo('GET / HTTP/1.0\r\n\r\n')).body).toBe('fine');
});

it.each(['rubbish\r\n\r\n', `CONNECT a:1 HTTP/1.1\r\n${HOST}\r\n`])(
  'writes nothing into an answer that has begun: %j',
  async (later) => {
    const { head, body } = await answerTo(`GET /begun HTTP/1.1\r\n${HOST}\r\n`, later);
    expect(head).toMatch(/^HTTP\/1\.1 200/);
    expect(body).toContain('half of it');
    expect(body).not.toContain('problem');
  },
);
