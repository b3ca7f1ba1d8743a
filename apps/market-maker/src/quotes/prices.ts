/** A best bid and ask in ticks. The bid is below the ask. */
export interface Prices {
  readonly bid: number;
  readonly ask: number;
}
