import { expect, it } from 'vitest';
import { readVenueMessage } from './venue-messages.ts';

const read = (message: unknown) => readVenueMessage(JSON.stringify(message));

it('reads what the venue tells, and by whom it is wanted', () => {
  const depth = { e: 'depth', E: 2, s: 'A_B', a: [['1.5', '0']], b: [], U: 4, u: 6, T: 1 };
  const trade = { e: 'trade', E: 2, s: 'A_B', p: '1.5', q: '2', b: '7', a: '8', t: 9, T: 1_000, m: true };
  expect(read({ stream: 'depth.A_B', data: depth })).toMatchObject({
    ...{ kind: 'depth', symbol: 'A_B', data: { U: 4, u: 6, a: [['1.5', '0']] } },
  });
  expect(read({ stream: 'trade.A_B', data: trade })).toMatchObject({ kind: 'trade', symbol: 'A_B', data: { t: 9 } });
  const fill = {
    e: 'orderFill',
    s: 'A_B',
    i: '5',
    c: 3,
    S: 'Ask',
    l: '1',
    L: '1.5',
    n: '0.1',
    N: 'B',
    m: true,
    t: 9,
    T: 1,
  };
  expect(read({ stream: 'account.orderUpdate', data: fill })).toMatchObject({ kind: 'order', data: { i: '5', c: 3 } });
  expect(read({ id: 'orders', error: { code: 4001, message: 'no' } })).toEqual({
    ...{ kind: 'refused', id: 'orders', code: 4001 },
  });
});

it.each([
  ['no JSON', '{'],
  ['an unknown stream', { stream: 'bookTicker.A_B', data: {} }],
  ['a stream in another’s words', { stream: 'depth.A_B', data: { t: 9, p: '1', q: '1', m: true, T: 1 } }],
  ['amounts that are no decimal texts', { stream: 'depth.A_B', data: { a: [[1.5, 2]], b: [], U: 1, u: 1 } }],
  ['a number that is not whole', { stream: 'depth.A_B', data: { a: [], b: [], U: 1.5, u: 2 } }],
  ['an answer to nobody', { id: 'else', error: { code: 4001, message: 'no' } }],
])('passes over %s', (_what, message) => {
  expect(typeof message === 'string' ? readVenueMessage(message) : read(message)).toBeUndefined();
});
