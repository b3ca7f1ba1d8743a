import type { OutboxLimits, SocketServerLimits } from '@fulcrum/sockets';

/** What one client, and one request, may take. Tests use smaller ones; the process uses these. */
export interface Limits extends SocketServerLimits, OutboxLimits {
  /** Messages that a client may send within a second. */
  readonly maxRequestsPerSecond: number;
  /** Messages of one connection that may wait for their turn. */
  readonly maxUnhandledMessages: number;
  /** What the waiting messages of all connections together may hold. */
  readonly maxUnhandledBytes: number;
  readonly maxSubscriptions: number;
  /** Tokens of one connection that may be refused: with the last of them it is closed. */
  readonly maxRefusedTokens: number;
  /** Questions that may be without their answer from the engine, also those whose client has gone. */
  readonly maxUnanswered: number;
  /** As many of them may be one user's. */
  readonly maxUnansweredPerUser: number;
  /** How long the engine may take to answer. */
  readonly answerWithinMs: number;
  /** What all clients together may hold up. */
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
  dropAboveBytes: 4 * 1_024 * 1_024,
  dropAfterMs: 30_000,
  pingEveryMs: 20_000,
  maxUnanswered: 10_000,
  maxUnansweredPerUser: 1_000,
  answerWithinMs: 5_000,
  maxUnsentBytes: 256 * 1_024 * 1_024,
  figuresEveryMs: 250,
  closeWithinMs: 2_000,
};
