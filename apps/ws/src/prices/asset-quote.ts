import { Core } from '@fulcrum/cfd';
import type { InstrumentSettings } from '@fulcrum/instruments';
import type { PriceHeldEvent, PriceTick } from '@fulcrum/protocol';

/** A tick of price-stream, as far as a value depends on it. */
export interface ShownPrice extends Pick<PriceTick, 'asset' | 'bid' | 'ask' | 'exchangeTime' | 'source'> {
  /** Milliseconds of its entry's id. */
  readonly time: number;
}

/**
 * One asset's quote, as the engine has it: the last tick that counts (DESIGN, section 4.2). Price-stream shows every
 * tick and does not say which of them the engine holds. So the engine's own rule is asked first, and no tick that looks
 * wrong is valued at while the engine's word is still on its way; and while the engine says that it holds one, the
 * quote stays where it was.
 */
export class AssetQuote {
  /** A core that knows this instrument and nobody's orders: it holds the rule. Undefined before the settings are known. */
  #rule: Core | undefined;
  #settings: InstrumentSettings | undefined;
  /** Whether the rule holds a tick. */
  #looksWrong = false;
  /** Whether the engine holds one. */
  #isHeld = false;
  #latest: ShownPrice | undefined;
  /** The last tick that counts by the rule. */
  #counted: ShownPrice | undefined;
  /** The same, but for the time in which the engine holds a tick. */
  #released: ShownPrice | undefined;
  /** While no quote is known, ticks from this time on begin a new one. */
  #countsFrom = Number.NEGATIVE_INFINITY;

  /** Undefined when no tick has counted, or none of which that is known. */
  get price(): ShownPrice | undefined {
    return this.#released;
  }

  /** Like the engine's, new settings let go of what looked wrong under the old ones. */
  set(settings: InstrumentSettings): void {
    this.#settings = settings;
    this.#looksWrong = false;
    this.#rule ??= Core.empty();
    this.#rule.apply({ type: 'set-instrument', ...settings }, 0);
    if (this.#counted !== undefined) this.#judge(this.#counted);
  }

  take(price: ShownPrice): void {
    this.#latest = price;
    if (this.#counted === undefined && (this.#isHeld || price.time < this.#countsFrom)) return;
    this.#judge(price);
    if (!this.#isHeld) this.#released = this.#counted;
  }

  /** The engine holds a tick. */
  hold({ heldSince }: Pick<PriceHeldEvent, 'heldSince'>): void {
    this.#isHeld = true;
    if (this.#released !== undefined && this.#released.time >= heldSince) this.#forget();
  }

  /** @param time of the entry with which the engine let go of the tick that it held. */
  release(time: number): void {
    this.#isHeld = false;
    this.#countsFrom = time;
    if (this.#counted === undefined && this.#latest !== undefined) this.take(this.#latest);
    this.#released = this.#counted;
  }

  #judge(price: ShownPrice): void {
    if (this.#settings?.mode === 'closed') return;
    const { exchangeTime, time, ...tick } = price;
    const command = { type: 'price-update' as const, ...tick, exchangeTime: exchangeTime || undefined };
    for (const { type } of this.#rule?.apply(command, time) ?? []) {
      if (type === 'price-held') this.#looksWrong = true;
      if (type === 'price-released') this.#looksWrong = false;
    }
    if (!this.#looksWrong) this.#counted = price;
  }

  /** The held tick came here as the first one, or before its settings, and counted: what the quote was is unknown. */
  #forget(): void {
    this.#counted = undefined;
    this.#released = undefined;
    this.#rule = undefined;
    if (this.#settings !== undefined) this.set(this.#settings);
  }
}
