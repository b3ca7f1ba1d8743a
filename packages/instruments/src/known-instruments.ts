import { compareLogIds, type Entry, type LogId } from '@fulcrum/log';
import { decodeEvents, type JsonEvent, type PriceHeldEvent, type PriceReleasedEvent } from '@fulcrum/protocol';
import { type HeldPrice, heldPriceOf } from './held-price.ts';
import { type InstrumentSettings, settingsOf } from './settings.ts';

/** The instruments as a process knows them. Settings may arrive in any order, and more than once. The latest count. */
export class KnownInstruments {
  readonly #byAsset = new Map<string, { readonly settings: InstrumentSettings; readonly setBy: LogId }>();
  readonly #held = new Map<string, { readonly price: HeldPrice | undefined; readonly setBy: LogId }>();
  readonly #onSet: (settings: InstrumentSettings) => void;
  readonly #onHeld: (event: PriceHeldEvent | PriceReleasedEvent, setBy: LogId) => void;

  /**
   * @param onSet is told of each instrument that becomes known or changes.
   * @param onHeld is told once of each price that is held or released, also when a snapshot tells it.
   */
  constructor(
    onSet: (settings: InstrumentSettings) => void = () => {},
    onHeld: (event: PriceHeldEvent | PriceReleasedEvent, setBy: LogId) => void = () => {},
  ) {
    this.#onSet = onSet;
    this.#onHeld = onHeld;
  }

  /** By name. */
  all(): InstrumentSettings[] {
    return [...this.#byAsset.values()].map(({ settings }) => settings).sort((a, b) => (a.asset < b.asset ? -1 : 1));
  }

  get(asset: string): InstrumentSettings | undefined {
    return this.#byAsset.get(asset)?.settings;
  }

  /** @param setBy the callback that has the settings, or the last callback that is in the snapshot. */
  set(settings: InstrumentSettings, setBy: LogId): void {
    const known = this.#byAsset.get(settings.asset);
    if (known !== undefined && compareLogIds(setBy, known.setBy) < 0) return;
    this.#byAsset.set(settings.asset, { settings, setBy });
    if (JSON.stringify(known?.settings) !== JSON.stringify(settings)) this.#onSet(settings);
  }

  /** The held tick of an instrument. While there is one, the instrument's quote counts as stale. */
  heldPrice(asset: string): HeldPrice | undefined {
    return this.#held.get(asset)?.price;
  }

  /** All held prices, as the engine told them. */
  heldPrices(): PriceHeldEvent[] {
    return [...this.#held].flatMap(([asset, { price }]) => (price ? [heldEvent(asset, price)] : []));
  }

  /**
   * @param price undefined when none is held. A price may have been released while results went by unseen. It is then
   *   reported as dropped, since no result says that it was confirmed.
   */
  setHeldPrice(asset: string, price: HeldPrice | undefined, setBy: LogId): void {
    const { price: before } = this.#held.get(asset) ?? {};
    if (price !== undefined) this.#hold(asset, price, setBy, heldEvent(asset, price));
    else this.#hold(asset, price, setBy, before && releasedEvent(asset, before));
  }

  /** Called when results were missed and cannot be read again, so that no price is known to be held. */
  forgetHeldPrices(): void {
    for (const [asset, { setBy }] of this.#held) this.setHeldPrice(asset, undefined, setBy);
  }

  takeEvent(event: JsonEvent, callback: LogId): void {
    if (event.type === 'instrument-set') this.set(settingsOf(event), callback);
    if (event.type === 'price-held') this.#hold(event.asset, heldPriceOf(event), callback, event);
    if (event.type === 'price-released') this.#hold(event.asset, undefined, callback, event);
  }

  /** @param event is told, if it is news. */
  #hold(
    asset: string,
    price: HeldPrice | undefined,
    setBy: LogId,
    event: PriceHeldEvent | PriceReleasedEvent | undefined,
  ): void {
    const known = this.#held.get(asset);
    if (known !== undefined && compareLogIds(setBy, known.setBy) < 0) return;
    this.#held.set(asset, { price, setBy });
    // A tick near the held one may have replaced it without an event.
    const isNews = known === undefined || known.price?.heldSince !== price?.heldSince;
    if (isNews && event !== undefined) this.#onHeld(event, setBy);
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

const OF_INSTRUMENTS = /"(?:instrument-set|price-held|price-released)"/;

/**
 * Whether the text of a callback entry can concern an instrument. Other entries need not be parsed. One pattern costs a
 * sixth of a search for each word, which counts in a mass close of tens of megabytes.
 */
export function concernsInstruments(events: string): boolean {
  return OF_INSTRUMENTS.test(events);
}

function heldEvent(asset: string, price: HeldPrice): PriceHeldEvent {
  return { type: 'price-held', asset, ...price };
}

function releasedEvent(asset: string, price: HeldPrice): PriceReleasedEvent {
  return { type: 'price-released', asset, ...price, outcome: 'dropped' };
}
