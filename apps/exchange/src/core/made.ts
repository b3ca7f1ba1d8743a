import type { LogId } from '@fulcrum/log';
import type { JsonEvent, LevelRow, MarketSettings, OrderJson } from '@fulcrum/matching';

/** The best bid and ask of a book behind a change of it, in the market's units. */
export interface BestPrices {
  readonly market: Pick<MarketSettings, 'market' | 'priceDecimals' | 'quantityDecimals'>;
  /** The number of the change. */
  readonly updateId: number;
  /** Undefined where nobody bids. */
  readonly bid: LevelRow | undefined;
  readonly ask: LevelRow | undefined;
  /** Milliseconds of log time. */
  readonly time: number;
}

/** What stands in one entry of venue-events. */
export interface Made {
  /** Its id. */
  readonly id: LogId;
  readonly events: readonly JsonEvent[];
  /** Whether it is the last of its command: a large result comes in parts. */
  readonly isLast: boolean;
  /** The orders that a command to cancel several has met. The events name them by their ids alone. */
  readonly met?: readonly OrderJson[] | undefined;
  /** Of the book that the command has changed, if any; it comes with the last part. */
  readonly best?: BestPrices | undefined;
}
