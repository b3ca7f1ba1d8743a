import type { Dice } from './dice.ts';
import { deepJson } from './hostile-values.ts';

/** Bytes for a connection of their own. They need not be HTTP at all. */
export interface RawInput {
  readonly bytes: Buffer;
  /** Whether the sender then ends its side of the connection, so that the server need not wait for more. */
  readonly endsHalf: boolean;
}

/** @param good a header that signs somebody in, so that no input is refused for lack of a session. */
export function rawInput(dice: Dice, good: string): RawInput {
  return { bytes: bytesOf(dice, good), endsHalf: true };
}

const HOST = 'Host: api.example';
const POST = 'POST /api/v1/trade/close-order HTTP/1.1';
const JSON_TYPE = 'Content-Type: application/json';

const lines = (...all: string[]) => Buffer.from(`${all.join('\r\n')}\r\n\r\n`, 'latin1');

function bytesOf(dice: Dice, good: string): Buffer {
  switch (dice.below(8)) {
    case 0:
      return lines(brokenRequestLine(dice), HOST, good);
    case 1:
      return lines('GET /api/v1/balance/me HTTP/1.1', brokenHeader(dice), good);
    case 2:
      return hugeHead(dice, good);
    case 3:
      return Buffer.concat([lines(POST, HOST, good, JSON_TYPE, ...brokenLength(dice)), Buffer.from('{"orderId":5}')]);
    case 4:
      return Buffer.concat([lines(POST, HOST, good, JSON_TYPE, 'Transfer-Encoding: chunked'), brokenChunks(dice)]);
    case 5:
      return pipelined(dice, good);
    case 6:
      return dice.bytes(dice.below(2_000) + 1);
    default:
      return cutOff(dice, good);
  }
}

function brokenRequestLine(dice: Dice): string {
  return dice.pick([
    'GET',
    'GET /',
    'GET / HTTP/0.9',
    'GET / HTTP/2.0',
    'GET / HTTP/9.9',
    'GET / HTTP/1.1 x',
    'GET  /  HTTP/1.1',
    'get / HTTP/1.1',
    'FROB / HTTP/1.1',
    'GET /a b HTTP/1.1',
    'GET \0 HTTP/1.1',
    `GET /api/v1/trade/orders/${dice.latin1(40)} HTTP/1.1`,
    'GET /api/v1/market/quotes?a=\xf0\x9f\x92\xa5 HTTP/1.1',
    ' GET / HTTP/1.1',
    'PRI * HTTP/2.0',
    'CONNECT a:1 HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'GET * HTTP/1.1',
    'GET http:// HTTP/1.1',
    `${'G'.repeat(10_000)} / HTTP/1.1`,
    `GET /${'x'.repeat(70_000)} HTTP/1.1`,
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    '',
  ]);
}

function brokenHeader(dice: Dice): string {
  return dice.pick([
    'X-No-Host: 1',
    `${HOST}\r\n${HOST}`,
    'Host: ',
    'Host: a b\0',
    `${HOST}\r\nX Y: 1`,
    `${HOST}\r\n: 1`,
    `${HOST}\r\nX`,
    `${HOST}\r\nX : 1`,
    `${HOST}\r\n folded: 1`,
    `${HOST}\nX: 1`,
    `${HOST}\r\nX: 1\rY: 2`,
    `${HOST}\r\nX: \0`,
    `${HOST}\r\nConnection: upgrade\r\nUpgrade: websocket`,
    `${HOST}\r\nConnection: upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk`,
    `${HOST}\r\nExpect: something`,
    `${HOST}\r\nExpect: 100-continue`,
    `${HOST}\r\nConnection: close, keep-alive, __proto__`,
    `${HOST}\r\nTE: trailers\r\nTrailer: X`,
  ]);
}

function hugeHead(dice: Dice, good: string): Buffer {
  const head = ['GET /api/v1/balance/me HTTP/1.1', HOST, good];
  return dice.pick([
    () => lines(...head, `X: ${'x'.repeat(17_000 + dice.below(200_000))}`),
    () => lines(...head, `${'x'.repeat(20_000)}: 1`),
    () => lines(...head, ...Array.from({ length: 3_000 }, (_, count) => `A${count}: 1`)),
    () => lines(...head, `Cookie: ${'a=b; '.repeat(4_000)}`),
  ])();
}

function brokenLength(dice: Dice): string[] {
  return dice.pick<string[]>([
    ['Content-Length: 5'],
    ['Content-Length: 500'],
    ['Content-Length: 99999999999999999999'],
    ['Content-Length: -1'],
    ['Content-Length: 0x10'],
    ['Content-Length: 1e3'],
    ['Content-Length: 13, 13'],
    ['Content-Length: 13', 'Content-Length: 14'],
    ['Content-Length: 13', 'Transfer-Encoding: chunked'],
    ['Transfer-Encoding: gzip'],
    ['Transfer-Encoding: chunked, gzip'],
    ['Transfer-Encoding: xchunked'],
    ['Transfer-Encoding : chunked'],
    ['Content-Length:'],
  ]);
}

function brokenChunks(dice: Dice): Buffer {
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  return Buffer.from(
    dice.pick([
      'zz\r\nabc\r\n0\r\n\r\n',
      '5\r\nabc\r\n0\r\n\r\n',
      '2\r\nabcdef\r\n0\r\n\r\n',
      'ffffffffffffffff\r\nabc',
      '-1\r\nabc\r\n0\r\n\r\n',
      `5;${'x'.repeat(20_000)}\r\nabcde\r\n0\r\n\r\n`,
      `${chunk('{')}${'0'.repeat(5_000)}\r\n\r\n`,
      `${'1\r\n \r\n'.repeat(3_000)}0\r\n\r\n`,
      `${chunk('x'.repeat(70_000))}0\r\n\r\n`,
      `${chunk(deepJson(dice, 14_000))}0\r\n\r\n`,
      `${chunk('{}')}0\r\nX-Trailer: ${'x'.repeat(1_000)}\r\n__proto__: 1\r\n\r\n`,
      `${chunk('{}')}0\r\nContent-Length: 5\r\n\r\n`,
      dice.latin1(200),
      '',
    ]),
    'latin1',
  );
}

/** Many requests in one write: good reads, and garbage behind them. */
function pipelined(dice: Dice, good: string): Buffer {
  const one = lines('GET /api/v1/market/quotes HTTP/1.1', HOST, good);
  return Buffer.concat([...Array.from({ length: dice.below(60) }, () => one), dice.bytes(dice.below(50))]);
}

function cutOff(dice: Dice, good: string): Buffer {
  const whole = lines(POST, HOST, good, JSON_TYPE, 'Content-Length: 13');
  return whole.subarray(0, dice.below(whole.length));
}
