/** What one client may take. Tests use other figures; the process uses these. */
export interface Limits {
  /** The largest message that a client may send. */
  readonly maxPayloadBytes: number;
  /** Messages that a client may send within a second. */
  readonly maxRequestsPerSecond: number;
  /** Streams that a client may have at a time. */
  readonly maxSubscriptions: number;
  /** Above this much unsent a client is slow: it gets the latest book of a symbol, not every book. */
  readonly slowAboveBytes: number;
  /** A client with more than this unsent is dropped. */
  readonly dropAboveBytes: number;
  /** A client that stays slow for this long is dropped. */
  readonly dropAfterMs: number;
  readonly pingEveryMs: number;
  /** A client from which no pong came for this long is gone. */
  readonly pongWithinMs: number;
  /** How long clients may take to say goodbye when the venue stops. */
  readonly closeWithinMs: number;
}

/** The heartbeat is Backpack's. It also gives clients 30 s for their goodbye, which is too long for local use. */
export const defaultLimits: Limits = {
  maxPayloadBytes: 4 * 1_024,
  maxRequestsPerSecond: 50,
  maxSubscriptions: 50,
  slowAboveBytes: 64 * 1_024,
  dropAboveBytes: 1_024 * 1_024,
  dropAfterMs: 30_000,
  pingEveryMs: 60_000,
  pongWithinMs: 120_000,
  closeWithinMs: 2_000,
};
