import { type Attacker, badCredentials } from '../attacker.ts';
import type { Dice } from './dice.ts';
import { FORWARDED } from './http-inputs.ts';
import type { RawInput } from './raw-inputs.ts';

const GOOD = {
  Host: 'ws.example',
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** A handshake that opens a WebSocket. */
export function goodHandshake(headers: readonly string[] = []): string {
  const lines = Object.entries(GOOD).map(([name, value]) => `${name}: ${value}`);
  return ['GET /ws HTTP/1.1', ...lines, ...headers, '', ''].join('\r\n');
}

/** A handshake with something wrong, strange or superfluous about it. */
export function handshakeInput(dice: Dice, attacker: Attacker): RawInput {
  const method = dice.chance(0.15) ? dice.pick(['POST', 'HEAD', 'CONNECT', 'OPTIONS', 'FROB', '']) : 'GET';
  const path = dice.chance(0.3) ? dice.pick(PATHS) : '/ws';
  const version = dice.chance(0.1) ? dice.pick(['HTTP/1.0', 'HTTP/2.0', '']) : 'HTTP/1.1';
  const headers = { ...GOOD, ...(dice.chance(0.6) ? dice.pick<Changes>(CHANGES) : {}) };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  const more = dice.chance(0.4) ? badCredentials(dice, attacker) : [];
  const text = [`${method} ${path} ${version}`, ...lines, ...more, '', ''].join('\r\n');
  const after = dice.chance(0.3) ? dice.bytes(dice.below(300)) : Buffer.alloc(0);
  const bytes = Buffer.concat([Buffer.from(text, 'latin1'), after]);
  return { bytes: dice.chance(0.1) ? bytes.subarray(0, dice.below(bytes.length)) : bytes, endsHalf: true };
}

const PATHS = [
  '/',
  '/ws?a=b',
  '//ws',
  '/WS',
  '/ws/',
  '/%',
  '/%ff',
  '/../ws',
  '*',
  'http://x/ws',
  '/ws#x',
  `/${'x'.repeat(17_000)}`,
] as const;

/** Headers to send with another value, or, where they are null, not at all. */
type Changes = Readonly<Record<string, string | null>>;

const CHANGES = [
  { 'Sec-WebSocket-Version': '12' },
  { 'Sec-WebSocket-Version': '-13, 13' },
  { 'Sec-WebSocket-Version': null },
  { 'Sec-WebSocket-Key': 'short' },
  { 'Sec-WebSocket-Key': 'x'.repeat(10_000) },
  { 'Sec-WebSocket-Key': null },
  { Upgrade: 'h2c' },
  { Upgrade: 'websocket, h2c' },
  { Upgrade: null },
  { Connection: 'close' },
  { Connection: 'keep-alive, Upgrade, close' },
  { Host: null },
  { Host: '%' },
  { Origin: 'http://[', Cookie: 'fulcrum_session=x' },
  { Origin: 'null', Cookie: 'fulcrum_session=x' },
  { Origin: `http://${'x'.repeat(3_000)}`, Cookie: 'fulcrum_session=x' },
  { Cookie: '__proto__=1; fulcrum_session=%' },
  { 'X-Forwarded-For': `${'1.2.3.4, '.repeat(500)}` },
  ...FORWARDED.map((hop) => ({ 'X-Forwarded-For': hop })),
  { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits=99' },
  { 'Sec-WebSocket-Extensions': '"; ,,, =;' },
  { 'Sec-WebSocket-Extensions': `${'x, '.repeat(3_000)}y` },
  { 'Sec-WebSocket-Protocol': 'a, a' },
  { 'Sec-WebSocket-Protocol': '\x80' },
  { 'Content-Length': '10' },
  { 'Transfer-Encoding': 'chunked' },
  { 'X-Huge': 'x'.repeat(20_000) },
] as const;
