import { assert } from '@fulcrum/log';
import type { SetInstrument } from '../messages/commands.ts';
import type { Event } from '../messages/events.ts';
import type { Instrument } from '../messages/instrument.ts';
import { type Refusal, refuse } from '../messages/rejection.ts';
import { release } from '../prices/tick-guard.ts';
import type { State } from '../state/state.ts';
import { parseInstrument } from './instrument.ts';

/** Sets all settings of an instrument, or says what is wrong with them. */
export function setInstrument(state: State, command: SetInstrument): readonly Event[] | Refusal {
  const { requestId } = command;
  const instrument = parseInstrument(command);
  if (typeof instrument === 'string') return refuse('invalid_command', instrument);
  const market = state.market(instrument.asset);
  if (market !== undefined && !hasSameGrid(market.instrument, instrument))
    return refuse('invalid_command', "an instrument's decimals never change");
  // The new settings may judge a held tick otherwise, so it is dropped.
  const released = market === undefined ? [] : release(state, market, 'dropped');
  state.setInstrument(instrument);
  assert(state.market(instrument.asset)?.instrument === instrument, 'an instrument is set from its entry on');
  return [{ type: 'instrument-set', requestId, instrument }, ...released];
}

/** Everything that is kept about an instrument is counted in its decimals. */
function hasSameGrid(known: Instrument, { priceDecimals, quantityDecimals }: Instrument): boolean {
  return known.priceDecimals === priceDecimals && known.quantityDecimals === quantityDecimals;
}
