import type { JsonEvent } from '../json.ts';
import type { SetInstrument, SetPrice, Tick } from './naive-commands.ts';
import { type NaiveState, readPositive, refuseInvalid } from './naive-state.ts';
import { fateOf } from './naive-ticks.ts';
import { triggerPositions } from './orders/naive-closing.ts';
import { type HeldTick, type Instrument, printPrice, printQuantity } from './orders/naive-order.ts';
import { triggerPending } from './orders/naive-pending.ts';
import { compare, type Rational } from './rational.ts';

/** Instruments and their prices (docs/rules.md). */

export function setInstrument(state: NaiveState, command: SetInstrument): JsonEvent[] {
  const { requestId, asset, priceDecimals, quantityDecimals, maxLeverage, maxQuoteAgeMs } = command;
  const known = state.instruments.get(asset);
  if (known && known.priceDecimals !== priceDecimals) return refuseInvalid(command);
  if (known && known.quantityDecimals !== quantityDecimals) return refuseInvalid(command);
  const minQuantity = readPositive(command.minQuantity, quantityDecimals);
  const maxQuantity = readPositive(command.maxQuantity, quantityDecimals);
  if (!minQuantity || !maxQuantity) return refuseInvalid(command);
  if (compare(minQuantity, maxQuantity) > 0) return refuseInvalid(command);

  const fixed = { asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs };
  const settings = laterSettings(state, command);
  const released = known === undefined ? [] : release(known, 'dropped');
  // Open orders refer to their instrument, so a known instrument is changed in place.
  const instrument = Object.assign(known ?? { quote: undefined, held: undefined }, fixed, { settings });
  state.instruments.set(asset, instrument);
  return [
    {
      type: 'instrument-set',
      ...(requestId === undefined ? {} : { requestId }),
      ...fixed,
      minQuantity: printQuantity(instrument, minQuantity),
      maxQuantity: printQuantity(instrument, maxQuantity),
      ...settings,
    },
    ...released,
  ];
}

/** The settings that may be absent, without those that are. */
function laterSettings({ rulesVersion }: NaiveState, command: SetInstrument) {
  const { assetClass, mode, maxSpreadBps, maxJumpBps, confirmJumpMs } = command;
  const { guaranteedStopPpm, minGuaranteedDistanceBps } = command;
  const guarantee = rulesVersion >= 6 ? { guaranteedStopPpm, minGuaranteedDistanceBps } : {};
  return JSON.parse(JSON.stringify({ assetClass, mode, maxSpreadBps, maxJumpBps, confirmJumpMs, ...guarantee }));
}

export function updatePrice(state: NaiveState, command: Tick): JsonEvent[] {
  const instrument = state.instruments.get(command.asset);
  if (!instrument || instrument.settings.mode === 'closed') return [];
  const bid = state.readLevel(instrument, command.bid);
  const ask = state.readLevel(instrument, command.ask);
  if (!bid || !ask || bid === 'bad' || ask === 'bad' || compare(ask, bid) < 0) return [];
  const { source } = command;
  const exchangeTime = command.exchangeTime === undefined ? undefined : BigInt(command.exchangeTime);
  const tick = { bid, ask, exchangeTime, source };
  switch (fateOf(tick, instrument, state.now)) {
    case 'nothing':
      return [];
    case 'held':
      instrument.held = { ...tick, heldSince: state.now };
      return [{ type: 'price-held', ...printHeld(instrument, instrument.held) }];
    case 'replaces the held one':
      instrument.held = { ...tick, heldSince: instrument.held?.heldSince ?? state.now };
      return [];
    case 'confirmed':
      return [...release(instrument, 'confirmed'), ...takePrice(state, instrument, bid, ask)];
    case 'taken':
      return [...release(instrument, 'dropped'), ...takePrice(state, instrument, bid, ask)];
  }
}

/** Whatever the guards would say of it, people have set this price. */
export function setPrice(state: NaiveState, command: SetPrice): JsonEvent[] {
  const { requestId, asset } = command;
  const refused = (code: string) => [{ type: 'rejected', requestId, code, message: code }];
  const instrument = state.instruments.get(asset);
  if (!instrument) return refused('unknown_asset');
  if (instrument.settings.mode === 'closed') return refused('market_closed');
  const bid = state.readLevel(instrument, command.bid);
  const ask = state.readLevel(instrument, command.ask);
  if (!bid || !ask || bid === 'bad' || ask === 'bad' || compare(ask, bid) < 0) return refused('invalid_price');
  const prices = { bid: printPrice(instrument, bid), ask: printPrice(instrument, ask) };
  const told = { type: 'price-set', requestId, asset, ...prices, source: 'dealer' };
  return [told, ...release(instrument, 'dropped'), ...takePrice(state, instrument, bid, ask)];
}

/** First what is open is closed, then what waits is opened. */
function takePrice(state: NaiveState, instrument: Instrument, bid: Rational, ask: Rational): JsonEvent[] {
  instrument.quote = { bid, ask, timeMs: state.now };
  return [...triggerPositions(state, instrument), ...triggerPending(state, instrument)];
}

function release(instrument: Instrument, outcome: string): JsonEvent[] {
  const { held } = instrument;
  instrument.held = undefined;
  return held === undefined ? [] : [{ type: 'price-released', ...printHeld(instrument, held), outcome }];
}

function printHeld(instrument: Instrument, { bid, ask, source, heldSince }: HeldTick): JsonEvent {
  const prices = { bid: printPrice(instrument, bid), ask: printPrice(instrument, ask) };
  return { asset: instrument.asset, ...prices, source: source ?? null, heldSince };
}
