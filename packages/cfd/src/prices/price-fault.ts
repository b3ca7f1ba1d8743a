import { describeFault } from '@fulcrum/log';
import type { Instrument } from '../messages/instrument.ts';

/**
 * Says to people what keeps a text from being a price of an instrument.
 *
 * @param name of the field in which it stands.
 */
export function priceFault(
  name: string,
  text: string,
  { instrument, maxPrice }: { readonly instrument: Instrument; readonly maxPrice?: number },
): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return `${name} must be a price such as 100.50.`;
  if (/^(-|[0.]*$)/.test(text)) return `${name} must be above zero.`;
  return `${name} ${describeFault(text, instrument.priceDecimals, maxPrice)}.`;
}
