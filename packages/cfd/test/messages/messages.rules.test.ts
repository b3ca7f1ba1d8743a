import { expect, test } from 'vitest';
import { BOB, type Desk, openDesk, orderId, subjects } from '../harness.ts';

/** The wording of a refusal is no contract, but it has to be true. The naive model has no wording. */
const cores = subjects.filter(([name]) => name === 'core');

function deskOf(): Desk {
  const [[, makeCore] = raise()] = cores;
  const desk = openDesk(makeCore);
  desk.deposit('1000', BOB);
  return desk;
}

function raise(): never {
  throw new Error('the core is among the subjects');
}

const said = (desk: Desk, type: string, data: object) => desk.send(type, { ...data }).message;

const faults: [text: string, fault: string][] = [
  ['110.001', 'has 3 decimals, and may have at most 2.'],
  ['45035996273704.96', 'is too large: with 2 decimals it is at most 45035996273704.95.'],
  ['0', 'must be above zero.'],
  ['-5', 'must be above zero.'],
  ['1e3', 'must be a price such as 100.50.'],
];

test.each(faults)('a level of %s %s', (text, fault) => {
  const desk = deskOf();
  for (const side of ['buy', 'sell'] as const)
    for (const name of ['takeProfit', 'stopLoss'])
      expect(said(desk, 'create-order', desk.order(side, { [name]: text }))).toBe(`${name} ${fault}`);
  desk.open('buy');
  for (const name of ['takeProfit', 'stopLoss'])
    expect(said(desk, 'update-order', { orderId: orderId(1), userId: desk.order('buy').userId, [name]: text })).toBe(
      `${name} ${fault}`,
    );
});

test('a take-profit on the wrong side is told so, and one that is too high for the engine is not', () => {
  const desk = deskOf();
  const order = (takeProfit: string) => desk.order('buy', { takeProfit });
  expect(said(desk, 'create-order', order('99.00'))).toBe(
    'A take-profit of a buy must be a price above the opening price.',
  );
  expect(said(desk, 'create-order', order('99999999999999.00'))).toMatch(/^takeProfit is too large/);
});

test.each<[terms: { [field: string]: unknown }, differs: string | undefined]>([
  [{}, undefined],
  [{ quantity: '1.000' }, undefined],
  [{ takeProfit: '120.00', validUntil: 5 }, undefined],
  [{ quantity: '2' }, 'quantity'],
  [{ quantity: 'x' }, 'quantity'],
  [{ side: 'sell' }, 'side'],
  [{ leverage: 11, quantity: '3' }, 'quantity, leverage'],
  [{ asset: 'SILVER_USDC' }, 'asset'],
])('an id that is in use, sent again with %j, differs in %s', (terms, differs) => {
  const desk = deskOf();
  desk.setInstrument({ asset: 'SILVER_USDC' });
  desk.open('buy');
  const answer = desk.send('create-order', { ...desk.order('buy'), ...terms });
  const other = differs === undefined ? '.' : ` with another ${differs}: this one was not opened.`;
  expect(answer).toMatchObject({ code: 'duplicate_order', message: `This orderId is in use by an open order${other}` });
});

test('of another user nothing is told but that the id is in use', () => {
  const desk = deskOf();
  desk.open('buy');
  const answer = desk.send('create-order', { ...desk.order('sell', { quantity: '5' }), userId: BOB });
  expect(answer.message).toBe('This orderId is in use by an open order.');
});
