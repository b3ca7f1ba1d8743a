import type { Database } from '@fulcrum/db';
import { readClientRows } from '../clients/client-rows.ts';
import { MoneyController } from './money.controller.ts';
import { PastTransfers } from './past-transfers.ts';
import { WithdrawalQueue } from './withdrawal-queue.ts';

/** Joins the parts that list withdrawals and deposits. */
export function createMoney({ db, shard }: { readonly db: Database; readonly shard: number }): MoneyController {
  return new MoneyController({
    shard,
    queue: new WithdrawalQueue(db, shard),
    past: new PastTransfers(db, shard),
    clientsOf: (userIds) => readClientRows(db, userIds),
  });
}
