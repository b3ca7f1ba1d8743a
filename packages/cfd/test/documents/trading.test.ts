import { readFileSync } from 'node:fs';
import { REJECTIONS } from '@fulcrum/cfd';
import { describe, expect, test } from 'vitest';
import { coreSubject, subjects } from '../harness.ts';
import { filled, settingsOf } from './examples.ts';
import { tablesOf } from './tables.ts';
import { Trader } from './trader.ts';

/** docs/trading.md says nothing that does not happen. `fill-trading-main.ts` fills changed examples in. */
const document = readFileSync(new URL('../../../../docs/trading.md', import.meta.url), 'utf8');

/** A figure in the running text: the first group of the pattern. */
function figure(pattern: RegExp): number {
  return Number(pattern.exec(document)?.[1]?.replaceAll(',', ''));
}

/** Codes that no order meets. */
const ELSEWHERE = [
  ...['unknown_group', 'unknown_account', 'unknown_transfer', 'duplicate_transfer', 'group_in_use'],
  ...['account_in_use', 'invalid_amount', 'too_many_holds'],
];
/** The codes that a trader meets by orders alone. */
const CODES = Object.keys(REJECTIONS).filter((code) => !ELSEWHERE.includes(code));

test.each(subjects)('the examples of docs/trading.md come to what they say (%s)', (_, make) => {
  expect(filled(document, make)).toBe(document);
});

describe('the figures in its text', () => {
  const trader = () => {
    const made = new Trader(coreSubject, settingsOf(document));
    made.carryOut('pay in 1,000; price 100.0 / 100.2');
    return made;
  };

  test('a position is liquidated when so many percent of its margin are left', () => {
    const percent = figure(/so much that (\d+) % of its margin or less are left/);
    const { desk } = trader();
    const { margin, openPrice } = desk.open('buy', { leverage: 1 });
    const left = (Number(margin) * percent) / 100;
    const called = Math.floor((Number(openPrice) - Number(margin) + left) * 10) / 10;
    expect(desk.price((called + 0.1).toFixed(1))).toEqual([]);
    expect(desk.price(called.toFixed(1))).toMatchObject([{ reason: 'liquidation' }]);
  });

  test('an id is kept for so many minutes', () => {
    const made = trader();
    made.carryOut('buy A: 1, 10x; close A');
    made.desk.wait(figure(/ended within the last (\d+) minutes/) * 60_000);
    expect(made.carryOut('price 100.0 / 100.2; buy A: 1, 10x')).toMatchObject([{ code: 'duplicate_order' }]);
    made.desk.wait(1);
    expect(made.carryOut('buy A: 1, 10x')).toMatchObject([{ type: 'created' }]);
  });

  test('an account has room for so many orders', () => {
    const { desk } = trader();
    const most = figure(/room for ([\d,]+) positions/);
    const waits = { quantity: '0.001', orderType: 'limit', price: '95.0' };
    for (let number = 1; number <= most; number++) desk.enter(number, 'buy', waits);
    expect(desk.statusOf(most)).toBe('pending');
    expect(desk.tryToEnter(most + 1, 'buy', waits)).toBe('too_many_orders');
  });
});

test('each figure of the instrument is one that an example looks at', () => {
  const [table = ''] = /(?<=\| Gold, in all examples \| \|\n)(?:\|.*\n)+/.exec(document) ?? [];
  const at = document.indexOf(table);
  const figures = [...table.matchAll(/\d+(?=[^\d.,]|, )/g)];
  expect(figures.length).toBeGreaterThan(7);
  const unnoticed = figures.filter(({ 0: digits, index }) => {
    const other = String(Number(digits) + 1).padStart(digits.length, '0');
    const changed = `${document.slice(0, at + index)}${other}${document.slice(at + index + digits.length)}`;
    try {
      return filled(changed, coreSubject) === changed;
    } catch (error) {
      // Prices and quantities move by powers of ten alone.
      expect(String(error)).toContain('do not move by');
      return false;
    }
  });
  expect(unnoticed.map(({ 0: digits, index }) => table.slice(index - 20, index + digits.length))).toEqual([]);
});

test('it names every code that orders meet, in the order of the checks', () => {
  for (const code of CODES) expect(document).toContain(`\`${code}\``);
  const rows = tablesOf(document).find(({ header }) => header[0] === 'Code')?.rows ?? [];
  const listed = rows.map(([code = '']) => code.replaceAll('`', ''));
  expect(listed).toEqual(CODES.filter((code) => listed.includes(code)));
  expect(CODES.length - listed.length).toBe(3);
});
