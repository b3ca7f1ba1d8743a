import { formatDecimal, parseInstrument } from '@fulcrum/cfd';
import type { Settings } from '../log-state/instruments-of-log.ts';

/** One setting of one instrument that is to change. */
export interface Difference {
  readonly asset: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** What changes when the wanted settings replace the known ones. A new instrument differs in every setting that it has. */
export function differences(known: Settings | undefined, wanted: Settings): Difference[] {
  const [before, after] = [known === undefined ? {} : printed(known), printed(wanted)];
  const fields = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter((field) => field !== 'asset');
  return fields
    .map((field) => ({ asset: wanted.asset, field, before: before[field] ?? '-', after: after[field] ?? '-' }))
    .filter((difference) => difference.before !== difference.after);
}

/** Each setting as the engine prints it, so that 1000 and 1000.000 are the same. */
function printed(settings: Settings): Record<string, string> {
  const instrument = parseInstrument(settings);
  if (typeof instrument === 'string') throw new Error(`The settings of ${settings.asset} are wrong: ${instrument}`);
  const { minQuantity, maxQuantity, quantityDecimals, ...others } = instrument;
  const texts = Object.entries({ ...others, quantityDecimals })
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, String(value)]);
  const quantity = (units: number) => formatDecimal(units, quantityDecimals);
  return { ...Object.fromEntries(texts), minQuantity: quantity(minQuantity), maxQuantity: quantity(maxQuantity) };
}
