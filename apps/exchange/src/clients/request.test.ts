import { expect, test } from 'vitest';
import { readRequest } from './request.ts';

const read = (request: unknown) =>
  readRequest(typeof request === 'string' ? request : JSON.stringify(request), (stream) => stream.startsWith('known.'));

test.each([1, 'abc', undefined])('a request with the id %s is understood', (id) => {
  const expected = { type: 'request', id, method: 'SUBSCRIBE', streams: ['known.a', 'known.b'] };
  expect(read({ method: 'SUBSCRIBE', params: ['known.a', 'known.b'], id })).toEqual(expected);
});

test.each([
  ['no JSON', 'SUBSCRIBE', undefined],
  ['no object', [1, 2], undefined],
  ['nothing', null, undefined],
  ['an unknown method', { id: 5, method: 'BUY', params: ['known.a'] }, 5],
  ['a method of other venues', { id: 5, method: 'AUTH', params: ['token'] }, 5],
  ['no params', { id: 'x', method: 'SUBSCRIBE' }, 'x'],
  ['empty params', { id: 'x', method: 'SUBSCRIBE', params: [] }, 'x'],
  ['too many params', { method: 'SUBSCRIBE', params: Array(101).fill('known.a') }, undefined],
  ['an id that is none', { id: {}, method: 'SUBSCRIBE', params: ['known.a'] }, undefined],
])('%s is refused, to the id if there is one', (_what, request, id) => {
  expect(read(request)).toEqual({ type: 'refusal', id, code: 'invalid_request', message: expect.any(String) });
});

test('one unknown stream spoils the whole request', () => {
  const request = { id: 3, method: 'SUBSCRIBE', params: ['known.a', 'other'] };
  expect(read(request)).toEqual({
    type: 'refusal',
    id: 3,
    code: 'unknown_stream',
    message: 'there is no stream other',
  });
});

test('a binary message is refused', () => {
  expect(readRequest(undefined, () => true)).toMatchObject({ code: 'invalid_request' });
});
