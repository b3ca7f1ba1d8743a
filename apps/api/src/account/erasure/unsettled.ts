import { Problem } from '@fulcrum/http';
import type { AccountEvent } from '@fulcrum/protocol';
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
    refuseFor(this.#of(await this.#account(userId)));
  }

  /**
   * The same for the erasure itself. Its owner must not be able to begin anything between the engine's answer and the yes, so
   * that it takes an account which is restricted.
   */
  async refuseErasing(userId: string): Promise<void> {
    const account = await this.#account(userId);
    const isRestricted = account.rights === 'none';
    refuseFor([...(isRestricted ? [] : ['that the account is not restricted to “none” yet']), ...this.#of(account)]);
  }

  async #account(userId: string): Promise<AccountEvent> {
    return required(await this.#reads.page(userId, { limit: 1 }), 'account');
  }

  #of(account: AccountEvent): string[] {
    const { orders = [], pendingOrders = [], holds = '0', cash = account.balance } = account;
    return [
      ...(orders.length > 0 ? ['an open position'] : []),
      ...(pendingOrders.length > 0 ? ['an order that waits'] : []),
      ...(Number(holds) > 0 ? ['a withdrawal that waits'] : []),
      ...(Number(cash) > 0 && !this.#mayHaveCash ? ['cash'] : []),
    ];
  }
}

function refuseFor(what: readonly string[]): void {
  if (what.length > 0) throw new Problem(409, 'not_settled', `This stands in the way: ${what.join(', ')}.`);
}
