import { formatDecimal, MONEY_DECIMALS, type Money, readMoney } from '@fulcrum/cfd';
import type { BulkTable, Row } from '@fulcrum/db';
import { assert, type LogId, logTime } from '@fulcrum/log';
import type { ClosedEvent, CreatedEvent, JsonEvent } from '@fulcrum/protocol';

/** The ledger: each change of an account's cash, with the cash behind it (docs/rules.md, "The ledger"). */
export const ledgerTable: BulkTable = {
  name: 'LedgerEntry',
  columns: [
    ['id', 'text'],
    ['userId', 'uuid'],
    ['kind', 'text'],
    ['amount', 'numeric'],
    ['cash', 'numeric'],
    ['orderId', 'uuid'],
    ['transferId', 'uuid'],
    ['note', 'text'],
    ['bookedAt', 'bigint'],
  ],
};

/** A change of an account's cash by one event. */
interface Change {
  readonly kind: 'deposit' | 'adjustment' | 'withdrawal' | 'pnl' | 'guaranteed_stop' | 'negative_balance_protection';
  readonly amount: Money;
  readonly orderId?: string;
  readonly transferId?: string;
  readonly note?: string | undefined;
}

/**
 * The rows of the ledger that one event makes. Events of older rules tell no cash, and make none.
 *
 * @param historyId the id of the event: the rows' ids are made from it.
 */
export function ledgerRows(historyId: string, callback: LogId, event: JsonEvent): Row[] {
  const changes = changesBy(event);
  if (changes.length === 0) return [];
  assert('cash' in event && event.cash !== undefined && 'userId' in event, 'an event that changes cash tells it');
  const { userId } = event;
  let cash = readMoney(event.cash) - changes.reduce((sum, { amount }) => sum + amount, 0n);
  return changes.map(({ kind, amount, orderId = null, transferId = null, note = null }, index) => {
    cash += amount;
    const amounts = [amount, cash].map((money) => formatDecimal(money, MONEY_DECIMALS));
    return [
      `${historyId}-${index}`,
      userId ?? null,
      kind,
      ...amounts,
      orderId,
      transferId,
      note,
      String(logTime(callback)),
    ];
  });
}

function changesBy(event: JsonEvent): Change[] {
  switch (event.type) {
    case 'account-created':
      return event.deposit === undefined ? [] : [{ kind: 'deposit', amount: readMoney(event.deposit) }];
    case 'created':
      return changesByOpening(event);
    case 'closed':
      return event.cash === undefined ? [] : changesByClosing(event);
    case 'transferred': {
      const { kind, amount, transferId, note } = event;
      return [{ kind, amount: readMoney(amount), transferId, note }];
    }
    case 'hold-settled': {
      const { outcome, amount, transferId } = event;
      return outcome === 'paid' ? [{ kind: 'withdrawal', amount: -readMoney(amount), transferId }] : [];
    }
    default:
      return [];
  }
}

/** A guarantee may cost nothing. */
function changesByOpening({ orderId, guaranteedExecutionFee = '0.000000' }: CreatedEvent): Change[] {
  const fee = readMoney(guaranteedExecutionFee);
  return fee === 0n ? [] : [{ kind: 'guaranteed_stop', amount: -fee, orderId }];
}

/** What was lost beyond the margin is forgiven. */
function changesByClosing({ orderId, margin, pnl, payout }: ClosedEvent): Change[] {
  const result: Change = { kind: 'pnl', amount: readMoney(pnl), orderId };
  const forgiven = readMoney(payout) - readMoney(margin) - readMoney(pnl);
  assert(forgiven >= 0n, 'a payout is at least the margin and the result');
  return forgiven === 0n ? [result] : [result, { kind: 'negative_balance_protection', amount: forgiven, orderId }];
}
