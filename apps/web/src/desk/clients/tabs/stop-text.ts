import { grouped } from '../../../numbers/amounts.ts';

interface Stops {
  readonly stopLoss: string | null;
  readonly trailingDistance?: string | null | undefined;
  readonly trailingStop?: string | undefined;
  readonly guaranteed?: boolean | undefined;
}

/** Where an order's stop is, and of which kind; undefined where it has none. */
export function stopText({ stopLoss, trailingDistance, trailingStop, guaranteed }: Stops): string | undefined {
  if (trailingStop !== undefined) return `${grouped(trailingStop)} (trails)`;
  if (typeof trailingDistance === 'string') return `${grouped(trailingDistance)} behind`;
  if (stopLoss === null) return undefined;
  return guaranteed === true ? `${grouped(stopLoss)} (guaranteed)` : grouped(stopLoss);
}
