/** Sends inputs of one kind, each decided by the seed and its number. */
export interface Lane {
  /** Sends an input, and notes broken expectations. */
  send(seed: number, number: number): Promise<void>;
  /** Waits until the server has dealt with all inputs. */
  settle(): Promise<void>;
  close(): void;
}
