import type { IncomingMessage } from 'node:http';
import { RateWindows, Tally } from '@fulcrum/service';

/** The sender of a handshake. */
export interface Sender {
  /** An address, or its network. */
  readonly address: string;
  /** The user, if the handshake carries a session. */
  readonly userId?: string | undefined;
}

export interface SenderLimits {
  readonly senderOf: (request: IncomingMessage) => Sender;
  /** The most connections of one address: this many with a user, and as many without. */
  readonly maxConnections: number;
  /** The most handshakes in ten seconds of one user, or of one address without a user. */
  readonly maxHandshakes: number;
}

/** Why a handshake is refused, and the answer to its sender. */
export interface SenderRefusal {
  readonly why: 'connections' | 'handshakes';
  readonly detail: string;
  /** The seconds after which the sender may try again. */
  readonly retryAfter: number;
}

const WINDOW_MS = 10_000;

/** The wait for the end of a connection, which cannot be foreseen. */
const UNKNOWN_SECONDS = 1;

/**
 * Counts the connections and handshakes of each sender, and refuses those over a limit. Senders without a user take
 * nothing from the users behind the same address.
 */
export class Senders {
  readonly #maxConnections: number;
  readonly #open = new Tally();
  readonly #handshakes: RateWindows;

  constructor({ maxConnections, maxHandshakes }: SenderLimits) {
    this.#maxConnections = maxConnections;
    this.#handshakes = new RateWindows(WINDOW_MS, maxHandshakes);
  }

  /**
   * Counts a handshake.
   *
   * @returns why it has to be refused, or undefined.
   */
  refusal(sender: Sender): SenderRefusal | undefined {
    const { userId, address } = sender;
    const { used, endsAt } = this.#handshakes.take(userId ?? address);
    const { limit } = this.#handshakes;
    if (used > limit) {
      const whose = userId === undefined ? 'address' : 'user';
      const detail = `Too many handshakes of this ${whose}: the limit is ${limit} in ${WINDOW_MS / 1_000} seconds.`;
      return { why: 'handshakes', detail, retryAfter: Math.ceil((endsAt - performance.now()) / 1_000) };
    }
    if (this.#open.of(nameOf(sender)) < this.#maxConnections) return undefined;
    const detail = `Too many connections of this address: the limit is ${this.#maxConnections} at a time.`;
    return { why: 'connections', detail, retryAfter: UNKNOWN_SECONDS };
  }

  joined(sender: Sender): void {
    this.#open.add(nameOf(sender));
  }

  left(sender: Sender): void {
    this.#open.remove(nameOf(sender));
  }
}

function nameOf({ address, userId }: Sender): string {
  return userId === undefined ? address : `users of ${address}`;
}
