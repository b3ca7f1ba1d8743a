import { tenThousandthsOf } from '../../numbers/shares.ts';
import type { Market } from '../../state/market.ts';

/** Whether a limit price is near enough to the mean of the last trades. Before the first trade every price is. */
export function isWithinPriceBand({ settings, lastPrices }: Market, price: number): boolean {
  const { reference } = lastPrices;
  if (reference === undefined) return true;
  const { minMultiplierBps, maxMultiplierBps } = settings;
  if (minMultiplierBps !== undefined && price < tenThousandthsOf(reference, minMultiplierBps)) return false;
  return maxMultiplierBps === undefined || price <= tenThousandthsOf(reference, maxMultiplierBps);
}

/** The worst price at which an order that starts to take may do so: a buy pays no more, a sell gets no less. */
export function worstPrice({ settings, lastPrices }: Market, isBuy: boolean): number {
  const { reference } = lastPrices;
  const bps = isBuy ? settings.maxImpactBps : settings.minImpactBps;
  if (reference === undefined || bps === undefined) return isBuy ? Number.POSITIVE_INFINITY : 0;
  return tenThousandthsOf(reference, bps);
}
