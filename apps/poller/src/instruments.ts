import { type Instrument, parseInstrument } from '@fulcrum/core';
import type { CommandData } from '@fulcrum/protocol';

/** The settings of an instrument, as the engine is told them. */
export type Settings = CommandData<'set-instrument'>;

/** What is traded. The engine learns it from the log, so a change takes effect at the poller's next start. */
export const INSTRUMENT_SETTINGS: readonly Settings[] = [
  {
    ...{ asset: 'BTC_USDC', priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00001', maxQuantity: '1000' },
    ...{ maxLeverage: 100, maxQuoteAgeMs: 10_000 },
  },
  {
    ...{ asset: 'ETH_USDC', priceDecimals: 2, quantityDecimals: 4, minQuantity: '0.0001', maxQuantity: '10000' },
    ...{ maxLeverage: 100, maxQuoteAgeMs: 10_000 },
  },
  {
    ...{ asset: 'SOL_USDC', priceDecimals: 2, quantityDecimals: 2, minQuantity: '0.01', maxQuantity: '100000' },
    ...{ maxLeverage: 50, maxQuoteAgeMs: 10_000 },
  },
];

/** The instruments by their assets. */
export const INSTRUMENTS: ReadonlyMap<string, Instrument> = new Map(
  INSTRUMENT_SETTINGS.map((settings) => [settings.asset, toInstrument(settings)]),
);

function toInstrument(settings: Settings): Instrument {
  const instrument = parseInstrument(settings);
  if (typeof instrument === 'string') throw new Error(`the settings of ${settings.asset} are wrong: ${instrument}`);
  return instrument;
}
