import { ordersIn } from '@fulcrum/engine-client';
import { ACCOUNT_STREAM, type AccountEvent, type JsonEvent } from '@fulcrum/protocol';
import type { Prices } from '../prices/prices.ts';
import { dataFrame } from '../sockets/frames.ts';
import type { Refusal } from '../sockets/refusal.ts';
import { inSlices } from '../streams/in-slices.ts';
import type { AccountRequests, Answer } from './account-requests.ts';
import { LiveAccount } from './live-account.ts';

/** A client that is subscribed to its user's account. */
export interface AccountListener {
  /** A slow client gets no figures: the next ones replace them. */
  readonly isSlow: boolean;
  /**
   * Takes a snapshot, after which every event of the user follows through `send`. It comes again after events were
   * missed.
   *
   * @param orders how many orders the snapshot has.
   * @returns a refusal when the snapshot may not be sent. The subscription then ends with it.
   */
  started(snapshot: Buffer, orders: number): Refusal | undefined;
  send(frame: Buffer): void;
  /** The subscription failed, or has ended. */
  failed(refusal: Refusal): void;
}

export interface AccountSubscription {
  readonly userId: string;
  readonly listener: AccountListener;
}

/** A subscription, with its state. */
interface Kept extends AccountSubscription {
  /** Whether its snapshot has been sent. */
  isLive: boolean;
  lastFigures: Buffer | undefined;
  cancelRequest: () => void;
}

/** One user's account, and the subscriptions to it. */
interface Followed {
  readonly account: LiveAccount;
  readonly subscriptions: Map<AccountSubscription, Kept>;
}

/**
 * The accounts that clients follow. Each subscription gets a snapshot at its own point in the callback-stream, and
 * from there on every event of its user.
 */
export class Accounts {
  readonly #requests: AccountRequests;
  readonly #prices: Prices;
  readonly #followed = new Map<string, Followed>();

  constructor(requests: AccountRequests, prices: Prices) {
    this.#requests = requests;
    this.#prices = prices;
  }

  /** Nothing is sent to the listener before this has returned. */
  open(userId: string, listener: AccountListener): AccountSubscription {
    const kept: Kept = { userId, listener, isLive: false, lastFigures: undefined, cancelRequest: () => {} };
    const { subscriptions } = this.#follow(userId);
    subscriptions.set(kept, kept);
    this.#request(kept);
    return kept;
  }

  /** Nothing is sent to the listener any more. */
  close(subscription: AccountSubscription): void {
    const followed = this.#followed.get(subscription.userId);
    const kept = followed?.subscriptions.get(subscription);
    if (followed === undefined || kept === undefined) return;
    kept.cancelRequest();
    followed.subscriptions.delete(subscription);
    if (followed.subscriptions.size === 0) this.#followed.delete(subscription.userId);
  }

  /** Whether a client of this process is subscribed to the user's account. */
  isFollowed(userId: string): boolean {
    return this.#followed.has(userId);
  }

  /** Takes the next event of a user from the callback-stream. @param at the log time at which it happened. */
  forward(userId: string, event: JsonEvent, at?: number): void {
    const followed = this.#followed.get(userId);
    if (followed === undefined) return;
    followed.account.apply(event, at);
    const frame = dataFrame(ACCOUNT_STREAM, event);
    for (const { isLive, listener } of followed.subscriptions.values()) if (isLive) listener.send(frame);
  }

  /** Events were missed: every subscription gets a new snapshot. */
  startOver(): void {
    for (const { subscriptions } of this.#followed.values())
      for (const kept of subscriptions.values()) this.#request(kept);
  }

  /** Sends figures that have changed. With thousands of accounts this takes a while, and lets prices pass in between. */
  async publishFigures(): Promise<void> {
    const changed = this.#prices.takeChanged();
    await inSlices(this.#followed.values(), ({ account, subscriptions }) => {
      account.revalue(changed);
      for (const kept of subscriptions.values()) if (kept.isLive) sendFigures(kept, account.figures());
    });
  }

  #follow(userId: string): Followed {
    let followed = this.#followed.get(userId);
    if (followed === undefined) {
      const account = new LiveAccount((instrument) => this.#prices.quote(instrument));
      followed = { account, subscriptions: new Map() };
      this.#followed.set(userId, followed);
    }
    return followed;
  }

  #request(kept: Kept): void {
    kept.cancelRequest();
    kept.isLive = false;
    kept.cancelRequest = this.#requests.ask(kept.userId, (answer) => this.#answered(kept, answer));
  }

  #fail(kept: Kept, refusal: Refusal): undefined {
    this.close(kept);
    kept.listener.failed(refusal);
  }

  #answered(kept: Kept, answer: Answer): undefined {
    if (!answer.ok) return this.#fail(kept, answer.refusal);
    const followed = this.#followed.get(kept.userId);
    if (followed?.subscriptions.has(kept) !== true) return;
    const { account, later } = answer;
    const refusal = kept.listener.started(snapshotFrame(account), ordersIn(account));
    if (refusal !== undefined) return this.#fail(kept, refusal);
    kept.isLive = true;
    kept.lastFigures = followed.account.load(account);
    for (const event of later) {
      followed.account.apply(event);
      kept.listener.send(dataFrame(ACCOUNT_STREAM, event));
    }
  }
}

function sendFigures(kept: Kept, figures: Buffer): void {
  if (kept.listener.isSlow || kept.lastFigures?.equals(figures)) return;
  kept.lastFigures = figures;
  kept.listener.send(figures);
}

function snapshotFrame({ type: _type, requestId: _requestId, ...account }: AccountEvent): Buffer {
  return dataFrame(ACCOUNT_STREAM, { type: 'snapshot', ...account });
}
