import { expect, test } from 'vitest';
import { readVenueMessage } from './venue-message.ts';

const read = (message: unknown) => readVenueMessage(typeof message === 'string' ? message : JSON.stringify(message));

test.each([
  { result: null, id: 1 },
  { id: 'a', result: null },
  { id: 1, result: true, error: null },
  'pong',
  '"ping"',
  { pong: 1_794_000_000 },
  { type: 'pong' },
  { event: 'ping', time: 1 },
])('%j is an answer, and not a fault', (message) => {
  expect(read(message)).toEqual({ type: 'answer' });
});

test.each([
  [{ code: 2, msg: 'Invalid request' }, '2: Invalid request'],
  [{ error: { code: 2, message: 'Invalid request' } }, '2: Invalid request'],
  [{ id: 1, error: { code: 2, msg: 'Invalid request' } }, '2: Invalid request'],
  [{ id: 1, error: 'Invalid request' }, 'Invalid request'],
  [{ error: ['unknown stream', 'bookTicker.X'] }, 'unknown stream: bookTicker.X'],
  [{ errors: [{ message: 'unknown stream' }, { message: 'too many' }] }, 'unknown stream: too many'],
  [{ event: 'error', message: 'no' }, 'error: no'],
  [{ type: 'error', msg: 'no' }, 'error: no'],
  [{ status: 400, message: 'no' }, '400: no'],
  [{ success: false, ret_msg: 'no' }, 'no'],
  [{ error: true, why: 'no' }, 'no'],
  [{ error: 403 }, '403'],
  [{ error: { data: { msg: 'no' } } }, 'no'],
  [{ id: 1, result: null, code: -1 }, '-1'],
  [{ id: 1, result: false }, '{"id":1,"result":false}'],
  [{ id: 1, result: null, error: {} }, '{"id":1,"result":null,"error":{}}'],
  [{ stream: 'bookTicker.X', data: { error: 'no' } }, 'bookTicker.X: no'],
  [{ stream: 'bookTicker.X', error: 'no' }, 'bookTicker.X: no'],
  [{ stream: 'error', data: { message: 'no' } }, 'error: no'],
  [{ e: 'error', m: 'no' }, 'error: no'],
  [{ s: 'SOL_USDC', msg: 'no' }, 'SOL_USDC: no'],
  [['error', 'no'], 'error: no'],
  ['Too many requests', 'Too many requests'],
  ['"Too many requests"', '"Too many requests"'],
  ['<html>403 Forbidden</html>', '<html>403 Forbidden</html>'],
  ['{"error":"cut', '{"error":"cut'],
  ['{}', '{}'],
  ['null', 'null'],
  ['5', '5'],
  ['  ', 'the venue gives no reason'],
  [{ error: { code: 'unknown_stream', message: 'x'.repeat(5_000) } }, `unknown_stream: ${'x'.repeat(184)}`],
  ['x'.repeat(5_000), 'x'.repeat(200)],
  [`${'['.repeat(4_000)}"no"${']'.repeat(4_000)}`, '['.repeat(200)],
])('%j is a refusal, with the words of the venue', (message, words) => {
  expect(read(message)).toEqual({ type: 'refusal', message: words });
});
