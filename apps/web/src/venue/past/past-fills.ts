import { venueCall } from '../api/venue-call.ts';
import { fillsAnswer } from '../api/venue-schemas.ts';
import { type Fill, recordedFill } from './fills.ts';
import { PAGE, usePages } from './pages.ts';
import { PAST } from './past.ts';

/** The recorded fills, the newest first. */
export function usePastFills(userId: string) {
  return usePages([...PAST, userId, 'fills'], fetchFillsBehind);
}

async function fetchFillsBehind(known: readonly Fill[], signal?: AbortSignal): Promise<Fill[]> {
  const query = { limit: PAGE, ...behindFills(known) };
  const request = { root: 'wapi', path: '/history/fills', query, schema: fillsAnswer } as const;
  return (await venueCall(signal === undefined ? request : { ...request, signal })).map(recordedFill);
}

/**
 * Where the fills behind the known ones begin: at the time of the oldest, behind those of that time. New fills do not
 * move it.
 */
export function behindFills(known: readonly Fill[]): { readonly to?: number; readonly offset?: number } {
  const to = known.at(-1)?.time;
  return to === undefined ? {} : { to, offset: known.filter(({ time }) => time === to).length };
}
