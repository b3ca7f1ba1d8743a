import { type Instrument, parseInstrument } from '@fulcrum/cfd';
import type { InstrumentSettings } from '@fulcrum/instruments';

export function testSettings(asset: string, more: Partial<InstrumentSettings> = {}): InstrumentSettings {
  return {
    ...{ asset, priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00001', maxQuantity: '1000.00000' },
    ...{ maxLeverage: 100, maxQuoteAgeMs: 10_000, ...more },
  };
}

export function testInstrument(asset: string, more: Partial<InstrumentSettings> = {}): Instrument {
  const instrument = parseInstrument(testSettings(asset, more));
  if (typeof instrument === 'string') throw new Error(instrument);
  return instrument;
}
