import { compareLogIds, type Entry, type LogId } from '@fulcrum/log';
import { decodeEvents, type JsonEvent, type PriceHeldEvent, type PriceReleasedEvent } from '@fulcrum/protocol';
import { type HeldPrice, heldPriceOf } from './held-price.ts';
import { type InstrumentSettings, settingsOf } from './settings.ts';

/** What a process knows of the instruments. Settings may arrive in any order and more than once. The latest count. */
export class KnownInstruments {
  readonly #byAsset = new Map<string, { readonly settings: InstrumentSettings; readonly setBy: LogId }>();
  readonly #held = new Map<string, { readonly price: HeldPrice | undefined; readonly setBy: LogId }>();
  readonly #onSet: (settings: InstrumentSettings) => void;
  readonly #onHeld: (event: PriceHeldEvent | PriceReleasedEvent, setBy: LogId) => void;

  /**
   * @param onSet is told of each instrument that becomes known or changes.
   * @param onHeld is told of each price that is held or released, once, also when that is learned out of a snapshot.
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

  /** All that are held, as the engine told them. */
  heldPrices(): PriceHeldEvent[] {
    return [...this.#held].flatMap(([asset, { price }]) => (price ? [heldEvent(asset, price)] : []));
  }

  /**
   * @param price undefined for none. A price may have been released while nobody listened. It is then reported as dropped,
   *   since no result says that it was confirmed.
   */
  setHeldPrice(asset: string, price: HeldPrice | undefined, setBy: LogId): void {
    const { price: before } = this.#held.get(asset) ?? {};
    if (price !== undefined) this.#hold(asset, price, setBy, heldEvent(asset, price));
    else this.#hold(asset, price, setBy, before && releasedEvent(asset, before));
  }

  /** Called where results were missed and cannot be read again: then no price is known to be held. */
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
    // Other ticks near the held one may have replaced it, of which no event tells.
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
 * Whether the text of a callback entry can concern an instrument, so that the others need not be parsed. One pattern
 * costs a sixth of looking for each word: a mass close has tens of megabytes.
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
