import { compareLogIds, type LogId } from '@fulcrum/core';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import type { Entry } from '@fulcrum/streams';
import { type HeldPrice, heldPriceOf } from './held-price.ts';
import { type InstrumentSettings, settingsOf } from './settings.ts';

/** What a process knows of the instruments. Settings may be told in any order and more than once: the latest count. */
export class KnownInstruments {
  readonly #byAsset = new Map<string, { readonly settings: InstrumentSettings; readonly setBy: LogId }>();
  readonly #held = new Map<string, { readonly price: HeldPrice | undefined; readonly setBy: LogId }>();
  readonly #onSet: (settings: InstrumentSettings) => void;

  /** @param onSet is told of each instrument that becomes known or changes. */
  constructor(onSet: (settings: InstrumentSettings) => void = () => {}) {
    this.#onSet = onSet;
  }

  /** By name. */
  all(): InstrumentSettings[] {
    return [...this.#byAsset.values()].map(({ settings }) => settings).sort((a, b) => (a.asset < b.asset ? -1 : 1));
  }

  get(asset: string): InstrumentSettings | undefined {
    return this.#byAsset.get(asset)?.settings;
  }

  /** @param setBy the callback of the settings, or the one up to which a snapshot holds them. */
  set(settings: InstrumentSettings, setBy: LogId): void {
    const known = this.#byAsset.get(settings.asset);
    if (known !== undefined && compareLogIds(setBy, known.setBy) < 0) return;
    this.#byAsset.set(settings.asset, { settings, setBy });
    if (JSON.stringify(known?.settings) !== JSON.stringify(settings)) this.#onSet(settings);
  }

  /** The tick that an instrument holds: while it does, its quote counts as stale. */
  heldPrice(asset: string): HeldPrice | undefined {
    return this.#held.get(asset)?.price;
  }

  /** @param price undefined for none. */
  setHeldPrice(asset: string, price: HeldPrice | undefined, setBy: LogId): void {
    const known = this.#held.get(asset);
    if (known === undefined || compareLogIds(setBy, known.setBy) >= 0) this.#held.set(asset, { price, setBy });
  }

  takeEvent(event: JsonEvent, callback: LogId): void {
    if (event.type === 'instrument-set') this.set(settingsOf(event), callback);
    if (event.type === 'price-held') this.setHeldPrice(event.asset, heldPriceOf(event), callback);
    if (event.type === 'price-released') this.setHeldPrice(event.asset, undefined, callback);
  }

  /**
   * Takes an entry of callback-stream.
   *
   * @throws when it concerns instruments and makes no sense.
   */
  takeEntry({ id, fields: { events = '' } }: Entry): void {
    if (!concernsInstruments(events)) return;
    for (const event of decodeEvents(events)) this.takeEvent(event, id);
  }
}

/** Whether the text of a callback entry can concern an instrument, so that the others need not be parsed. */
export function concernsInstruments(events: string): boolean {
  return events.includes('"instrument-set"') || events.includes('"price-held"') || events.includes('"price-released"');
}
