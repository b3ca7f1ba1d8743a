/** What a maker believes that a market is worth: a bid below an ask, in the quote asset. */
export interface FairValue {
  readonly bid: number;
  readonly ask: number;
}

/** Where fair values come from. */
export interface FairSource {
  /** @returns undefined for a market that is not known, and while nothing is quoted. */
  at(symbol: string, nowMs: number): FairValue | undefined;
}
