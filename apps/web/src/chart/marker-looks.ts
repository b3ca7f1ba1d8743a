import type { SeriesMarker, Time, UTCTimestamp } from 'lightweight-charts';
import type { Colours } from './colours.ts';
import type { PlacedEvent } from './markers.ts';

/** Arrows where orders were opened, and a dot at the price at which one was closed. */
export function toMarker({ id, time, kind, priceText }: PlacedEvent, colours: Colours): SeriesMarker<Time> {
  const at = { id, time: time as UTCTimestamp };
  if (kind === 'buy') return { ...at, position: 'belowBar', shape: 'arrowUp', color: colours.accent };
  if (kind === 'sell') return { ...at, position: 'aboveBar', shape: 'arrowDown', color: colours.accent };
  const price = Number(priceText);
  return { ...at, position: 'atPriceMiddle', price, shape: 'circle', color: colours[kind === 'gain' ? 'up' : 'down'] };
}
