import type { JsonEvent } from '@fulcrum/protocol';
import { expect, it } from 'vitest';
import { causes, USER } from '../testing/test-causes.ts';
import { Findings } from '../verdict/findings.ts';
import { MoneyCheck } from './money-check.ts';
import type { ToldTransfer } from './told-transfer.ts';

const ID = '22222222-2222-4222-8222-222222222222';
const told: ToldTransfer = {
  ...{ transferId: ID, userId: USER, movement: 'withdrawals', amount: '5.000000' },
  ...{ unsure: false, isBack: false },
};
const money = { transferId: ID, userId: USER, amount: '5.000000', cash: '10.000000', balance: '5.000000' };
const held: JsonEvent = { type: 'held', requestId: 'r', ...money };
const paid: JsonEvent = { type: 'hold-settled', requestId: 'r', outcome: 'paid', ...money };
const back: JsonEvent = { type: 'hold-settled', requestId: 'r', outcome: 'released', ...money };
const booked: JsonEvent = { type: 'transferred', requestId: 'r', kind: 'deposit', ...money };

it.each<[what: string, said: Partial<ToldTransfer>, log: JsonEvent[], found: string[]]>([
  ['made and paid', { said: 'made' }, [held, paid], []],
  ['made and back', { said: 'made', isBack: true }, [held, back], []],
  ['refused', { said: 'refused' }, [], []],
  ['refused, while an earlier attempt was made', { said: 'refused', unsure: true }, [held], []],
  ['without any answer', {}, [held], []],
  ['told to be made, and never was', { said: 'made' }, [], ['lost']],
  ['told to be refused, and was made', { said: 'refused' }, [held], ['wrong']],
  ['made twice', { said: 'made' }, [held, held], ['doubled', 'lost']],
  ['settled twice', { said: 'made' }, [held, paid, back], ['doubled']],
  ['told to be back, and was paid', { said: 'made', isBack: true }, [held, paid], ['lost']],
  ['booked as a deposit', { said: 'made' }, [booked], ['wrong']],
  ['of another amount', { said: 'made' }, [{ ...held, amount: '6.000000' }], ['wrong']],
  ['of another user', { said: 'made' }, [{ ...held, userId: ID }], ['wrong']],
  ['asked for by nobody', { transferId: USER }, [held], ['wrong']],
])('what was %s', (_, said, log, found) => {
  const findings = new Findings();
  const check = new MoneyCheck([{ ...told, ...said }], findings);
  for (const cause of causes(...log.map((event) => [event]))) check.take(cause);
  check.end();
  expect(findings.shown.map((message) => message.slice(0, message.indexOf(':')))).toEqual(found);
});
