import { Problem } from '@fulcrum/http';
import { required } from '../../controllers/engine-answers.ts';
import type { AccountReads } from '../../engine/account-reads.ts';

/** Tells what a client has, or has asked for, that has to be settled before their data can be erased. */
export class Unsettled {
  readonly #reads: Pick<AccountReads, 'page'>;
  /** Whether cash is paper money, which is worth nothing. */
  readonly #mayHaveCash: boolean;

  constructor(reads: Pick<AccountReads, 'page'>, mayHaveCash: boolean) {
    this.#reads = reads;
    this.#mayHaveCash = mayHaveCash;
  }

  /** @throws Problem that names it. */
  async refuse(userId: string): Promise<void> {
    const what = await this.#of(userId);
    if (what.length > 0) throw new Problem(409, 'not_settled', `This stands in the way: ${what.join(', ')}.`);
  }

  async #of(userId: string): Promise<string[]> {
    const account = required(await this.#reads.page(userId, { limit: 1 }), 'account');
    const { orders = [], pendingOrders = [], holds = '0', cash = account.balance } = account;
    return [
      ...(orders.length > 0 ? ['an open position'] : []),
      ...(pendingOrders.length > 0 ? ['an order that waits'] : []),
      ...(Number(holds) > 0 ? ['a withdrawal that waits'] : []),
      ...(Number(cash) > 0 && !this.#mayHaveCash ? ['cash'] : []),
    ];
  }
}
