import { afterEach, expect, it, vi } from 'vitest';
import { Core } from '../core.ts';
import type { Command } from '../messages/commands.ts';
import { ACCOUNT_LAYOUT } from '../state/account-fields.ts';
import { Accounts, NO_SETTINGS } from '../state/accounts.ts';
import { Restoration } from './restore.ts';
import type { Totals } from './snapshot.ts';

const USER = '01234567-89ab-cdef-fedc-ba9876543210';

const ORDER = '11111111-89ab-cdef-fedc-ba9876543210';
const BROKEN = 'balances, margins, holds and the result of the house add up to what was paid in less what was paid out';

const SETTINGS = { priceDecimals: 2, quantityDecimals: 2, minQuantity: '0.01', maxQuantity: '9', maxLeverage: 10 };
const TRADING: readonly Command[] = [
  { type: 'set-instrument', requestId: 'set', asset: 'BTC_USDC', maxQuoteAgeMs: 5_000, ...SETTINGS },
  { type: 'create-account', requestId: 'open', userId: USER, deposit: '1000' },
  { type: 'price-update', asset: 'BTC_USDC', bid: '99', ask: '100' },
  {
    type: 'create-order',
    requestId: ORDER,
    orderId: ORDER,
    userId: USER,
    asset: 'BTC_USDC',
    side: 'buy',
    quantity: '1',
    leverage: 10,
  },
];

afterEach(() => {
  vi.restoreAllMocks();
});

function restore(totals: Partial<Totals>) {
  const all = { houseResult: 0n, deposits: 0n, nextOrderNumber: 0, rulesVersion: 1, ...totals };
  const restoration = new Restoration({
    totals: all,
    instruments: [],
    quotes: [],
    heldTicks: [],
    groups: [],
    trailing: [],
  });
  restoration.account({ userId: USER, balance: 70n, ...NO_SETTINGS });
  return restoration.finish();
}

it('a state whose money adds up is restored', () => {
  expect(() => restore({ deposits: 100n, houseResult: 30n }).assertConservation()).not.toThrow();
});

it.each([
  { deposits: 100n, houseResult: 29n },
  { deposits: 0n, houseResult: 0n },
])('a state in which money came or went stops the process: %o', (totals) => {
  expect(() => restore(totals).assertConservation()).toThrow(BROKEN);
  expect(() => restore(totals).takeChanges()).toThrow(BROKEN);
});

it('a balance that is not what was meant stops the process at the next snapshot point', () => {
  const core = Core.empty();
  const setBalance = vi.spyOn(Accounts.prototype, 'setBalance');
  for (const command of TRADING) core.apply(command, 1);
  core.takeChanges();
  setBalance.mockImplementationOnce(function (this: Accounts, account, balance) {
    this.records.setAmount(account, ACCOUNT_LAYOUT.places.balance, balance + 1n);
  });
  core.apply({ type: 'close-order', requestId: ORDER, orderId: ORDER, userId: USER }, 1);
  expect(() => core.takeChanges()).toThrow(BROKEN);
});
