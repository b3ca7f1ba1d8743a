import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TickerData } from '../api/venue-messages.ts';
import { EMPTY_LADDER, type Ladder } from '../book/ladder.ts';
import type { Trade } from './trades.ts';

/** What the venue tells of the market that is shown. */
export interface VenueState {
  /** Whether the venue is there; undefined until that is known for the first time. */
  readonly isConnected: boolean | undefined;
  /** Undefined while the book is not known. */
  readonly ladder: Ladder | undefined;
  /** The newest first; undefined while they are not known. */
  readonly trades: readonly Trade[] | undefined;
  /** The last 24 hours. */
  readonly day: TickerData | undefined;
}

const NOTHING: Omit<VenueState, 'isConnected'> = { ladder: undefined, trades: undefined, day: undefined };

export const venueStore = createStore<VenueState>(() => ({ isConnected: undefined, ...NOTHING }));

/** Forgets the market before another is shown. */
export function forgetMarket(): void {
  venueStore.setState(NOTHING);
}

export function useVenue<Part>(part: (state: VenueState) => Part): Part {
  return useStore(venueStore, part);
}

/** The book; without levels while it is not known. */
export function useLadder(): Ladder {
  return useVenue(({ ladder }) => ladder) ?? EMPTY_LADDER;
}
