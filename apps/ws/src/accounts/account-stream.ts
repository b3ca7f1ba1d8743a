import { ACCOUNT_STREAM } from '@fulcrum/protocol';
import type { Outbox } from '@fulcrum/sockets';
import { endedFrame } from '../sockets/frames.ts';
import type { Refusal } from '../sockets/refusal.ts';
import type { AccountListener, AccountSubscription, Accounts } from './accounts.ts';

/**
 * Called right before the first snapshot is sent, with the number of orders in it.
 *
 * @returns why the snapshot may not be sent, if it may not.
 */
type OnStarted = (orders: number) => Refusal | undefined;

/** A client that waits for its first snapshot. */
interface Opening {
  readonly onStarted: OnStarted;
  /** Called when the stream is live, or refused. */
  readonly decide: (refusal: Refusal | undefined) => void;
}

/** One client's stream `account`: not open, waiting for its snapshot, or live. */
export class AccountStream implements AccountListener {
  readonly #accounts: Accounts;
  readonly #outbox: Outbox;
  #subscription: AccountSubscription | undefined;
  #opening: Opening | undefined;

  constructor(accounts: Accounts, outbox: Outbox) {
    this.#accounts = accounts;
    this.#outbox = outbox;
  }

  get isOpen(): boolean {
    return this.#subscription !== undefined;
  }

  get isSlow(): boolean {
    return this.#outbox.isSlow;
  }

  /** @returns undefined when the stream is live, otherwise why it is not. */
  open(userId: string, onStarted: OnStarted): Promise<Refusal | undefined> {
    return new Promise((decide) => {
      this.#opening = { onStarted, decide };
      this.#subscription = this.#accounts.open(userId, this);
    });
  }

  /** The client has unsubscribed. */
  close(): void {
    if (this.#subscription !== undefined) this.#accounts.close(this.#subscription);
    this.#subscription = undefined;
  }

  /** Ends the stream without a request of the client, and tells the client why. */
  end(refusal: Refusal): void {
    if (!this.isOpen) return;
    this.close();
    this.failed(refusal);
  }

  started(snapshot: Buffer, orders: number): Refusal | undefined {
    const refusal = this.#opening?.onStarted(orders);
    if (refusal !== undefined) return refusal;
    this.#outbox.send(snapshot);
    this.#takeOpening()?.decide(undefined);
  }

  send(frame: Buffer): void {
    this.#outbox.send(frame);
  }

  failed(refusal: Refusal): void {
    this.#subscription = undefined;
    const opening = this.#takeOpening();
    if (opening === undefined) this.#outbox.send(endedFrame(ACCOUNT_STREAM, refusal));
    else opening.decide(refusal);
  }

  #takeOpening(): Opening | undefined {
    const opening = this.#opening;
    this.#opening = undefined;
    return opening;
  }
}
