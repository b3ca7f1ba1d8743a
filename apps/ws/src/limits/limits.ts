import type { OutboxLimits, SocketServerLimits } from '@fulcrum/sockets';

/** What one client, and one request, may use. Tests use smaller limits. */
export interface Limits extends SocketServerLimits, OutboxLimits {
  /** Messages that a client may send within a second. */
  readonly maxRequestsPerSecond: number;
  /** Messages of one connection that may wait to be handled. */
  readonly maxUnhandledMessages: number;
  /** Bytes of the waiting messages of all connections together. */
  readonly maxUnhandledBytes: number;
  readonly maxSubscriptions: number;
  /** How many refused tokens close a connection. */
  readonly maxRefusedTokens: number;
  /** Requests to the engine that may be in flight, including those whose client has gone. */
  readonly maxUnanswered: number;
  /** The same for one user. */
  readonly maxUnansweredPerUser: number;
  /** How long the engine may take to answer. */
  readonly answerWithinMs: number;
  /** Unsent bytes of all clients together. Above it slow clients are evicted. */
  readonly maxUnsentBytes: number;
  /** The shortest time between two valuations of an account. */
  readonly figuresEveryMs: number;
}

export const defaultLimits: Limits = {
  maxPayloadBytes: 8 * 1_024,
  maxRequestsPerSecond: 50,
  maxUnhandledMessages: 32,
  maxUnhandledBytes: 32 * 1_024 * 1_024,
  maxSubscriptions: 50,
  maxRefusedTokens: 5,
  slowAboveBytes: 64 * 1_024,
  evictAboveBytes: 4 * 1_024 * 1_024,
  evictAfterMs: 30_000,
  pingEveryMs: 20_000,
  maxUnanswered: 10_000,
  maxUnansweredPerUser: 1_000,
  answerWithinMs: 5_000,
  maxUnsentBytes: 256 * 1_024 * 1_024,
  figuresEveryMs: 250,
  closeWithinMs: 2_000,
};
