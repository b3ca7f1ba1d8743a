import type { SeriesMarker, Time, UTCTimestamp } from 'lightweight-charts';
import type { Colours } from '../../drawing/colours.ts';
import type { PlacedEvents } from '../orders/markers.ts';

/** An arrow for an opening, a dot at the price of a closing, and a number where there were several. */
export function toMarker({ id, time, kind, count, priceText }: PlacedEvents, colours: Colours): SeriesMarker<Time> {
  const at = { id, time: time as UTCTimestamp, text: count > 1 ? String(count) : '' };
  if (kind === 'buy') return { ...at, position: 'belowBar', shape: 'arrowUp', color: colours.accent };
  if (kind === 'sell') return { ...at, position: 'aboveBar', shape: 'arrowDown', color: colours.accent };
  const price = Number(priceText);
  return { ...at, position: 'atPriceMiddle', price, shape: 'circle', color: colours[kind === 'gain' ? 'up' : 'down'] };
}
