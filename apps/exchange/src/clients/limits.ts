import type { OutboxLimits, SocketServerLimits } from '@fulcrum/sockets';

/** The limits of one client. Tests use others. */
export interface Limits extends SocketServerLimits, OutboxLimits {
  /** The most messages of a client in a second. */
  readonly maxRequestsPerSecond: number;
  /** The most streams of a client. */
  readonly maxSubscriptions: number;
  /** The most requests over HTTP that a connection may have without an answer. */
  readonly maxPipelined: number;
  /** The most bytes that all clients together may leave unread, of answers and of streams. */
  readonly maxUnsentBytes: number;
}

/**
 * The heartbeat is Backpack's: a ping every 60 s, and the end of a client after 120 s without a pong. Backpack gives
 * clients 30 s to answer a Close, which is too long for local use.
 */
export const defaultLimits: Limits = {
  maxPayloadBytes: 4 * 1_024,
  maxRequestsPerSecond: 50,
  maxSubscriptions: 50,
  maxPipelined: 50,
  maxUnsentBytes: 256 * 1_024 * 1_024,
  slowAboveBytes: 64 * 1_024,
  evictAboveBytes: 1_024 * 1_024,
  evictAfterMs: 30_000,
  pingEveryMs: 60_000,
  closeWithinMs: 2_000,
};
