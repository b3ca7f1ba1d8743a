/** Sends inputs of one kind, each decided by the seed and its number. */
export interface Lane {
  /** Sends an input, and notes what did not hold. */
  send(seed: number, number: number): Promise<void>;
  /** Waits until what was sent is dealt with. */
  settle(): Promise<void>;
  close(): void;
}
