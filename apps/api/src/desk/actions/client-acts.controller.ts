import { type Database, readWithdrawals } from '@fulcrum/db';
import { type Actor, givesRights, type LogParts, rightsOfLog } from '@fulcrum/desk';
import { Problem } from '@fulcrum/http';
import type { z } from 'zod';
import { required } from '../../controllers/engine-answers.ts';
import type { AccountReads } from '../../engine/account-reads.ts';
import type { Reply } from '../../http/route.ts';
import type { KnownClients } from '../clients/known-client.ts';
import type {
  adjustmentBody,
  askedBody,
  closeBody,
  depositBody,
  manyBody,
  releaseBody,
  rightsBody,
} from './action-schemas.ts';
import type { Asking } from './asking.ts';
import { notionalOf } from './notional.ts';

export interface ClientActsParts extends LogParts {
  readonly db: Database;
  readonly asking: Asking;
  readonly clients: KnownClients;
  readonly reads: Pick<AccountReads, 'figures' | 'order'>;
}

type Asked = z.output<typeof askedBody>;

/** What staff do to a client's account, money and orders. */
export class ClientActsController {
  readonly #parts: ClientActsParts;

  constructor(parts: ClientActsParts) {
    this.#parts = parts;
  }

  /** Fewer rights take one person, more take two. */
  setRights(actor: Actor, userId: string, body: z.output<typeof rightsBody>): Promise<Reply> {
    const { rights } = body;
    return this.#parts.asking.ask(
      { actor, ...body },
      ['restrict-account', 'restore-account'],
      { userId, rights },
      async () => {
        await this.#parts.clients.requireHere(userId);
        const present = await rightsOfLog(this.#parts, userId);
        if (present === rights) throw new Problem(409, 'no_change', `The account’s rights are ${rights} already.`);
        return {
          kind: givesRights(present, rights) ? 'restore-account' : 'restrict-account',
          data: { userId, rights },
        };
      },
    );
  }

  deposit(actor: Actor, userId: string, body: z.output<typeof depositBody>): Promise<Reply> {
    const { amount, paymentId, note = `Payment ${paymentId}` } = body;
    const data = { userId, amount, paymentId, note };
    return this.#parts.asking.ask({ actor, ...body }, ['book-deposit'], data, async () => ({
      kind: 'book-deposit',
      data,
      before: await this.#money(userId),
    }));
  }

  adjust(actor: Actor, userId: string, body: z.output<typeof adjustmentBody>): Promise<Reply> {
    const data = { userId, amount: body.amount, note: body.note };
    return this.#parts.asking.ask({ actor, ...body }, ['adjust-cash'], data, async () => ({
      kind: 'adjust-cash',
      data,
      before: await this.#money(userId),
    }));
  }

  pay(actor: Actor, transferId: string, body: Asked): Promise<Reply> {
    return this.#parts.asking.ask({ actor, ...body }, ['pay-withdrawal'], { transferId }, async () => ({
      kind: 'pay-withdrawal',
      ...(await this.#waiting(transferId)),
    }));
  }

  release(actor: Actor, transferId: string, body: z.output<typeof releaseBody>): Promise<Reply> {
    const { note } = body;
    return this.#parts.asking.ask({ actor, ...body }, ['release-withdrawal'], { transferId, note }, async () => {
      const { data, before } = await this.#waiting(transferId);
      return { kind: 'release-withdrawal', data: { ...data, note }, before };
    });
  }

  closeOrder(actor: Actor, userId: string, orderId: string, body: z.output<typeof closeBody>): Promise<Reply> {
    const { quantity, openQuantity } = body;
    const named = { userId, orderId, quantity, openQuantity };
    return this.#parts.asking.ask({ actor, ...body }, ['close-order'], named, async () => {
      await this.#parts.clients.requireHere(userId);
      const { status, order } = required(await this.#parts.reads.order(userId, orderId), 'order');
      if (status !== 'open' || order === undefined || !('openPrice' in order)) throw unknownOrder(orderId);
      const { asset, openPrice } = order;
      const notional = notionalOf(quantity ?? order.quantity, openPrice);
      const part = quantity === undefined ? {} : { quantity, openQuantity };
      return { kind: 'close-order', data: { orderId, userId, asset, ...part, notional }, before: order };
    });
  }

  cancelOrder(actor: Actor, userId: string, orderId: string, body: Asked): Promise<Reply> {
    const data = { orderId, userId };
    return this.#parts.asking.ask({ actor, ...body }, ['cancel-order'], data, async () => {
      await this.#parts.clients.requireHere(userId);
      return { kind: 'cancel-order', data };
    });
  }

  /** All positions, or all orders that wait: of one instrument where it is named. */
  endAll(
    actor: Actor,
    kind: 'close-all' | 'cancel-all',
    userId: string,
    { asset, ...asked }: z.output<typeof manyBody>,
  ): Promise<Reply> {
    return this.#parts.asking.ask({ actor, ...asked }, [kind], { userId, asset }, async () => {
      await this.#parts.clients.requireHere(userId);
      return { kind, data: { userId, asset } };
    });
  }

  /** What an account has, for who looks at the action later. */
  async #money(userId: string) {
    await this.#parts.clients.requireHere(userId);
    const { cash, balance } = required(await this.#parts.reads.figures(userId), 'account');
    return { cash, balance };
  }

  /** @throws Problem when there is no such withdrawal, or it does not wait any more. */
  async #waiting(transferId: string) {
    const { db, keys, clients } = this.#parts;
    const [found] = await readWithdrawals(db, { shard: keys.shard, transferId, limit: 1 });
    if (found === undefined)
      throw new Problem(404, 'unknown_transfer', 'There is no such withdrawal in the history of this shard.');
    const { userId, amount, heldAt, outcome } = found;
    if (outcome !== null) throw new Problem(409, 'already_settled', `This withdrawal was ${outcome} already.`);
    await clients.requireHere(userId);
    return { data: { transferId, userId, amount }, before: { amount, heldAt, status: 'waiting' } };
  }
}

function unknownOrder(orderId: string): Problem {
  return new Problem(404, 'unknown_order', 'There is no such open order of this client.', { orderId });
}
