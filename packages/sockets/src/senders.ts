import type { IncomingMessage } from 'node:http';
import { Tally } from '@fulcrum/service';

export interface SenderLimits {
  /** Who sends a handshake: an address, or its network. */
  readonly senderOf: (request: IncomingMessage) => string;
  /** Connections of one sender at a time. */
  readonly maxConnections: number;
  /** Handshakes of one sender in ten seconds. */
  readonly maxHandshakes: number;
  /** Whether nothing of this sender is taken for now; nobody is kept out, when this is left out. */
  readonly isBarred?: (sender: string) => boolean;
}

const WINDOW_MS = 10_000;

/** Beyond so many senders in one window all are counted anew, so that the memory stays bounded. */
const MAX_SENDERS = 100_000;

/** Counts what each sender has and does, and says who has had enough. */
export class Senders {
  readonly #limits: SenderLimits;
  readonly #open = new Tally();
  readonly #handshakes = new Tally();
  #window = 0;

  constructor(limits: SenderLimits) {
    this.#limits = limits;
  }

  /**
   * Counts a handshake.
   *
   * @returns why it has to be refused, or undefined.
   */
  refusal(sender: string, nowMs: number): 'connections' | 'handshakes' | 'barred' | undefined {
    const window = Math.floor(nowMs / WINDOW_MS);
    if (window !== this.#window || this.#handshakes.size >= MAX_SENDERS) this.#handshakes.clear();
    this.#window = window;
    this.#handshakes.add(sender);
    if (this.#limits.isBarred?.(sender)) return 'barred';
    if (this.#handshakes.of(sender) > this.#limits.maxHandshakes) return 'handshakes';
    return this.#open.of(sender) >= this.#limits.maxConnections ? 'connections' : undefined;
  }

  joined(sender: string): void {
    this.#open.add(sender);
  }

  left(sender: string): void {
    this.#open.remove(sender);
  }
}
