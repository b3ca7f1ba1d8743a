import { expect, it } from 'vitest';
import { Restoration } from './restore.ts';
import type { Totals } from './snapshot.ts';

const USER = '01234567-89ab-cdef-fedc-ba9876543210';

function restore(totals: Partial<Totals>) {
  const all = { houseResult: 0n, deposits: 0n, nextOrderNumber: 0, rulesVersion: 1, ...totals };
  const restoration = new Restoration({ totals: all, instruments: [], quotes: [], heldTicks: [] });
  restoration.account({ userId: USER, balance: 70n });
  return () => restoration.finish();
}

it('a state whose money adds up is restored', () => {
  expect(restore({ deposits: 100n, houseResult: 30n })().stateHash()).toMatch(/^[0-9a-f]{16}$/);
});

it.each([
  { deposits: 100n, houseResult: 29n },
  { deposits: 0n, houseResult: 0n },
])('a state in which money came or went stops the process at the next snapshot point: %o', (totals) => {
  const core = restore(totals)();
  expect(() => core.takeChanges()).toThrow('balances, margins and the result of the house add up to the deposits');
});
