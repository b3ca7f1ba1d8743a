import { type Command, Core, DEALER_SOURCE, DESK_RULES } from '@fulcrum/cfd';
import type { InstrumentSettings } from '@fulcrum/instruments';
import type { PriceHeldEvent, PriceTick } from '@fulcrum/protocol';

/** The fields of a tick of price-stream on which a valuation depends. */
export interface ShownPrice extends Pick<PriceTick, 'asset' | 'bid' | 'ask' | 'exchangeTime' | 'source'> {
  /** Milliseconds of its entry's id. */
  readonly time: number;
}

/**
 * One asset's quote, as the engine has it: the last tick that counts (docs/rules.md, "Which ticks count"). Price-stream
 * shows every tick, and does not say which of them the engine holds back. So each tick is first judged here by the engine's
 * own rule: a tick that looks wrong is not used before the engine's word has come. While the engine says that it holds a
 * tick, the quote stays as it was. A price that was set by hand never looks wrong.
 */
export class AssetQuote {
  /** A core with this instrument and no orders, which applies the rule. Undefined before the settings are known. */
  #rule: Core | undefined;
  #settings: InstrumentSettings | undefined;
  /** Whether the rule holds a tick. */
  #looksWrong = false;
  /** Whether the engine holds a tick. */
  #isHeld = false;
  #latest: ShownPrice | undefined;
  /** The last tick that counts by the rule. */
  #counted: ShownPrice | undefined;
  /** The same, but it stays as it is while the engine holds a tick. */
  #released: ShownPrice | undefined;
  /** While no quote is known, ticks from this time on begin a new one. */
  #countsFrom = Number.NEGATIVE_INFINITY;

  /** The quote. Undefined when no tick has counted, or when it is not known which one did. */
  get price(): ShownPrice | undefined {
    return this.#released;
  }

  /** Sets the instrument. As in the engine, new settings release a tick that looked wrong under the old ones. */
  set(settings: InstrumentSettings): void {
    this.#settings = settings;
    this.#looksWrong = false;
    this.#rule ??= newRule();
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

  /** The engine has released the tick. @param time of the entry that says so. */
  release(time: number): void {
    this.#isHeld = false;
    this.#countsFrom = time;
    if (this.#counted === undefined && this.#latest !== undefined) this.take(this.#latest);
    this.#released = this.#counted;
  }

  #judge(price: ShownPrice): void {
    if (this.#settings?.mode === 'closed') return;
    for (const { type } of this.#rule?.apply(commandOf(price), price.time) ?? []) {
      if (type === 'price-held') this.#looksWrong = true;
      if (type === 'price-released') this.#looksWrong = false;
    }
    if (!this.#looksWrong) this.#counted = price;
  }

  /** The held tick counted here, as the first one or before the settings were known. The quote before it is unknown. */
  #forget(): void {
    this.#counted = undefined;
    this.#released = undefined;
    this.#rule = undefined;
    if (this.#settings !== undefined) this.set(this.#settings);
  }
}

function newRule(): Core {
  const rule = Core.empty();
  rule.apply({ type: 'set-rules', version: DESK_RULES }, 0);
  return rule;
}

/** The command by which a price came to the engine. */
function commandOf({ asset, bid, ask, exchangeTime, source }: ShownPrice): Command {
  return source === DEALER_SOURCE
    ? { type: 'set-price', requestId: '', asset, bid, ask }
    : { type: 'price-update', asset, bid, ask, source, exchangeTime: exchangeTime || undefined };
}
