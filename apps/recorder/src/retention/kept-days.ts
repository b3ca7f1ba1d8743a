/** For how many days something is kept; 0: for good. */
export interface KeptDays {
  readonly rejections: number;
  /** What happened to orders before their end. */
  readonly orderEvents: number;
  readonly minuteCandles: number;
  readonly hourCandles: number;
  /** Trades and orders of the order book. */
  readonly venue: number;
  readonly unusedUsers: number;
  readonly journal: number;
}
