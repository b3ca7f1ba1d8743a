import { setTimeout as sleep } from 'node:timers/promises';
import { newOrderId } from '@fulcrum/protocol';
import type { Client, Outcome } from '../load/client.ts';
import type { ToldTransfer } from './told-transfer.ts';

const AGAIN_MS = 250;

/** Pays in, asks for withdrawals and takes some back, one after the other. What has no sure answer is sent again. */
export class MoneyMover {
  readonly transfers: ToldTransfer[] = [];
  readonly #client: Client;
  readonly #random: () => number;
  #isStopping = false;

  constructor(client: Client, random: () => number) {
    this.#client = client;
    this.#random = random;
  }

  async move(everyMs: number): Promise<void> {
    while (!this.#isStopping) {
      await this.#moveOnce();
      await sleep(everyMs);
    }
  }

  stop(): void {
    this.#isStopping = true;
  }

  async #moveOnce(): Promise<void> {
    const isDeposit = this.#random() < 0.4;
    const amount = (isDeposit ? 5 + 50 * this.#random() : 200 * this.#random() ** 4 + 0.01).toFixed(6);
    const told: ToldTransfer = {
      transferId: newOrderId(Date.now()),
      userId: this.#client.userId,
      movement: isDeposit ? 'deposits' : 'withdrawals',
      amount,
      unsure: false,
      isBack: false,
    };
    this.transfers.push(told);
    await this.#untilSure(() => this.#send(told));
    // Half of them are sent once more, to be done no second time.
    if (told.said === 'made' && this.#random() < 0.5) await this.#send(told);
    if (told.said === 'made' && !isDeposit && this.#random() < 0.5) await this.#untilSure(() => this.#takeBack(told));
  }

  /** A trader who stops leaves the last one as it is. */
  async #untilSure(send: () => Promise<boolean>): Promise<void> {
    while (!(await send()) && !this.#isStopping) await sleep(AGAIN_MS);
  }

  async #send(told: ToldTransfer): Promise<boolean> {
    const { movement, transferId, amount } = told;
    const outcome = await this.#client.post(`/wallet/${movement}`, { transferId, amount });
    if (outcome === 'not taken') return false;
    if (isUnsure(outcome)) {
      told.unsure = true;
      return false;
    }
    if (outcome.status < 202) told.said = 'made';
    else told.said ??= 'refused';
    return true;
  }

  async #takeBack(told: ToldTransfer): Promise<boolean> {
    const outcome = await this.#client.post(`/wallet/withdrawals/${told.transferId}/cancel`, {});
    if (isUnsure(outcome)) return false;
    // Staff may have been faster, and so may an attempt whose answer was lost.
    if (outcome.status === 200) told.isBack = true;
    return true;
  }
}

/** No answer, a late one, or that the history does not have it yet: the next attempt is told more. */
function isUnsure(outcome: Outcome): outcome is 'not taken' | 'no answer' {
  return typeof outcome === 'string' || outcome.status === 202 || outcome.status === 409 || outcome.status >= 500;
}
