import type { JsonEvent } from '@fulcrum/protocol';
import { describe, expect, it } from 'vitest';
import { closed, createdWithGuarantee, orderId, USER } from '../testing/test-events.ts';
import { ledgerRows, ledgerTable } from './ledger-rows.ts';

const TRANSFER = orderId(9);
const named = { requestId: 'r', transferId: TRANSFER, userId: USER };
const after = { cash: '110.000000', balance: '100.000000' };

/** What an event changes: kind, amount and the cash behind it. */
function changes(event: JsonEvent): unknown[] {
  return ledgerRows('h', '2000-0', event).map((row) => row.slice(2, 5));
}

describe('the ledger', () => {
  it.each<[what: string, event: JsonEvent, changes: string[][]]>([
    [
      'a new account',
      { type: 'account-created', requestId: 'r', userId: USER, ...after, deposit: '110.000000' },
      [['deposit', '110.000000', '110.000000']],
    ],
    ['an account that was there', { type: 'account-created', requestId: 'r', userId: USER, ...after }, []],
    ['a closing with a loss', closed(1, { cash: '99.950000' }), [['pnl', '-0.050000', '99.950000']]],
    [
      'a closing that lost more than the margin',
      closed(1, { margin: '10.000000', pnl: '-12.500000', payout: '0.000000', cash: '90.000000' }),
      [
        ['pnl', '-12.500000', '87.500000'],
        ['negative_balance_protection', '2.500000', '90.000000'],
      ],
    ],
    [
      'a closing without a result',
      closed(1, { pnl: '0.000000', payout: '10.050000', cash: '1.000000' }),
      [['pnl', '0.000000', '1.000000']],
    ],
    ['a closing under rules that tell no cash', closed(1), []],
    ['the guarantee of a stop', createdWithGuarantee(1), [['guaranteed_stop', '-0.030150', '9999.969850']]],
    ['a guarantee that costs nothing', { ...createdWithGuarantee(1), guaranteedExecutionFee: '0.000000' }, []],
    [
      'a deposit',
      { type: 'transferred', ...named, kind: 'deposit', amount: '10.000000', ...after },
      [['deposit', '10.000000', '110.000000']],
    ],
    [
      'an adjustment that takes money out',
      { type: 'transferred', ...named, kind: 'adjustment', amount: '-10.000000', ...after },
      [['adjustment', '-10.000000', '110.000000']],
    ],
    ['a hold', { type: 'held', ...named, amount: '10.000000', ...after }, []],
    [
      'a hold that is released',
      { type: 'hold-settled', ...named, outcome: 'released', amount: '1.000000', ...after },
      [],
    ],
    [
      'a hold that is paid',
      { type: 'hold-settled', ...named, outcome: 'paid', amount: '10.000000', ...after },
      [['withdrawal', '-10.000000', '110.000000']],
    ],
  ])('of %s', (_, event, expected) => {
    expect(changes(event)).toEqual(expected);
  });

  it('names whose it is, the order or the transfer, the note and the time, and has a value for each column', () => {
    const ofOrder = ledgerRows('h', '2000-0', closed(1, { cash: '1.000000' }));
    expect(ofOrder).toEqual([['h-0', USER, 'pnl', '-0.050000', '1.000000', orderId(1), null, null, '2000']]);
    const deposit = { kind: 'deposit', amount: '10.000000', note: 'by card' } as const;
    const ofTransfer = ledgerRows('h', '3000-0', { type: 'transferred', ...named, ...deposit, ...after });
    expect(ofTransfer).toEqual([
      ['h-0', USER, 'deposit', '10.000000', '110.000000', null, TRANSFER, 'by card', '3000'],
    ]);
    expect(ofTransfer[0]).toHaveLength(ledgerTable.columns.length);
  });
});
