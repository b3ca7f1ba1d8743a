import { assert } from '@fulcrum/log';
import type { ActionKindName } from '../actions/action-kinds.ts';
import { restoreAccount, restrictAccount } from './account-kinds.ts';
import { eraseClientData } from './client-kinds.ts';
import { haltInstrument, setInstrument } from './instrument-kinds.ts';
import type { Kind } from './kind.ts';
import { setLimits } from './limit-kinds.ts';
import { adjustCash, bookDeposit, payWithdrawal, releaseWithdrawal } from './money-kinds.ts';
import { cancelAll, cancelOrder, closeAll, closeOrder } from './order-kinds.ts';
import { setPrice } from './price-kinds.ts';
import { setRole } from './staff-kinds.ts';

/** What is asked for and carried out in one way. Decisions about identities have their own. */
const KINDS: Readonly<Partial<Record<ActionKindName, Kind>>> = {
  'restrict-account': restrictAccount,
  'restore-account': restoreAccount,
  'book-deposit': bookDeposit,
  'adjust-cash': adjustCash,
  'pay-withdrawal': payWithdrawal,
  'release-withdrawal': releaseWithdrawal,
  'close-order': closeOrder,
  'cancel-order': cancelOrder,
  'close-all': closeAll,
  'cancel-all': cancelAll,
  'halt-instrument': haltInstrument,
  'set-instrument': setInstrument,
  'set-limits': setLimits,
  'set-price': setPrice,
  'set-role': setRole,
  'erase-client': eraseClientData,
};

export function kindOf(name: string): Kind {
  const kind = KINDS[name as ActionKindName];
  assert(kind !== undefined, `${name} is a kind of action`);
  return kind;
}
