import { formatDecimal, MONEY_DECIMALS, readMoney } from '@fulcrum/cfd';
import { ledgerTable } from '../../../../apps/recorder/src/history/ledger-rows.ts';
import type { TradingWorld } from '../trading-truth.ts';

const columnOf = (name: string) => ledgerTable.columns.findIndex(([column]) => column === name);
const [USER, AMOUNT, CASH] = [columnOf('userId'), columnOf('amount'), columnOf('cash')];

/**
 * The rows of each account's ledger add up, each to the cash behind it.
 *
 * @param cash what each account has, in the end. It is the cash behind the last row.
 */
export function judgeLedgers(world: TradingWorld, cash: ReadonlyMap<string, string>): void {
  const last = new Map<string, string>();
  const rows = world.postgres.tables.all(ledgerTable);
  for (const row of rows.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))) {
    const userId = String(row[USER]);
    const before = last.get(userId);
    // An account that is older than the ledger had the cash before its first row.
    if (before !== undefined && add(before, String(row[AMOUNT])) !== row[CASH])
      world.violate(`the ledger of ${userId} does not add up behind ${before}: ${row}`);
    last.set(userId, String(row[CASH]));
  }
  for (const [userId, told] of cash) {
    const row = last.get(userId);
    if (row !== undefined && row !== told) world.violate(`the ledger of ${userId} ends with ${row}, not ${told}`);
  }
}

function add(money: string, amount: string): string {
  return formatDecimal(readMoney(money) + readMoney(amount), MONEY_DECIMALS);
}
