import type { OutboxLimits, SocketServerLimits } from '@fulcrum/sockets';

/** What one client may take. Tests use other figures; the process uses these. */
export interface Limits extends SocketServerLimits, OutboxLimits {
  /** Messages that a client may send within a second. */
  readonly maxRequestsPerSecond: number;
  /** Streams that a client may have at a time. */
  readonly maxSubscriptions: number;
}

/**
 * The heartbeat is Backpack's: a ping every 60 s, and nobody stays for longer than 120 s without a pong. Backpack also
 * gives clients 30 s for their goodbye, which is too long for local use.
 */
export const defaultLimits: Limits = {
  maxPayloadBytes: 4 * 1_024,
  maxRequestsPerSecond: 50,
  maxSubscriptions: 50,
  slowAboveBytes: 64 * 1_024,
  dropAboveBytes: 1_024 * 1_024,
  dropAfterMs: 30_000,
  pingEveryMs: 60_000,
  closeWithinMs: 2_000,
};
