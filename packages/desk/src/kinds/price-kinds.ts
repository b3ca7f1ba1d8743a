import { DESK_RULES, maxPrice, parseInstrument, parsePrice } from '@fulcrum/cfd';
import { assert } from '@fulcrum/log';
import { assetName, decimal } from '@fulcrum/protocol';
import { z } from 'zod';
import { instrumentsOfLog, type Settings } from '../log-state/instruments-of-log.ts';
import type { EngineKind, Hindrance } from './kind.ts';

const price = z.object({ asset: assetName, bid: decimal.max(64), ask: decimal.max(64) });

/** Why the engine would refuse a price. The step that sends one shows it on screens, so none is sent that it refuses. */
export function priceHindrance(
  settings: Settings | undefined,
  { bid, ask }: { readonly bid: string; readonly ask: string },
): Hindrance | undefined {
  if (settings === undefined) return { code: 'unknown_asset', message: 'There is no such instrument.' };
  const instrument = parseInstrument(settings);
  assert(typeof instrument !== 'string', 'the log has no instrument that an engine does not take');
  if (instrument.mode === 'closed')
    return { code: 'market_closed', message: `The market of ${settings.asset} is closed.` };
  const [bidUnits, askUnits] = [bid, ask].map((text) => parsePrice(text, instrument, maxPrice(DESK_RULES)));
  if (bidUnits === undefined || askUnits === undefined)
    return {
      code: 'invalid_price',
      message: `bid and ask must be above 0, with at most ${instrument.priceDecimals} decimals, and not too high.`,
    };
  return askUnits < bidUnits ? { code: 'invalid_price', message: 'ask must not be below bid.' } : undefined;
}

export const setPrice: EngineKind<z.output<typeof price>> = {
  data: price,
  subject: ({ asset }) => asset,
  rules: () => DESK_RULES,
  check: async (parts, { data }) => priceHindrance((await instrumentsOfLog(parts)).get(data.asset), data),
  command: ({ data }) => ({ type: 'set-price', data, tick: data }),
};
