import type { PriceTick } from '@fulcrum/protocol';
import { streamKeys } from '@fulcrum/streams';
import type { Stack } from './stack.ts';

/** As often as the poller repeats a price that stands still, about. */
const REPEAT_MS = 1_000;

export interface Quote {
  readonly bid: string;
  readonly ask: string;
  readonly asset?: string;
  /** As the screen is to name it. */
  readonly source?: string;
}

/** A market that quotes what a test says, to the engine and to screens alike, and goes on quoting it as the poller does. */
export class ScriptedMarket {
  readonly #stack: Stack;
  readonly #standing = new Map<string, Required<Quote>>();
  readonly #repeating: NodeJS.Timeout;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(stack: Stack) {
    this.#stack = stack;
    this.#repeating = setInterval(() => {
      for (const quote of this.#standing.values()) void this.#write(quote).catch(() => {});
    }, REPEAT_MS);
  }

  /** Resolves once both streams have it. It stands until the next one. */
  async quote({ bid, ask, asset = 'BTC_USDC', source = 'recorded' }: Quote): Promise<void> {
    const quote = { asset, bid, ask, source };
    this.#standing.set(asset, quote);
    await this.#write(quote);
  }

  /** From here on nothing is quoted any more, until the next quote. */
  async silence(asset = 'BTC_USDC'): Promise<void> {
    this.#standing.delete(asset);
    await this.#writing.catch(() => {});
  }

  async stop(): Promise<void> {
    clearInterval(this.#repeating);
    await this.#writing.catch(() => {});
  }

  /** One after the other, so that an older quote never comes behind a newer one. */
  #write(quote: Required<Quote>): Promise<unknown> {
    this.#writing = this.#writing.catch(() => {}).then(() => this.#append(quote));
    return this.#writing;
  }

  async #append({ asset, bid, ask, source }: Required<Quote>): Promise<void> {
    await this.#stack.tick(bid, ask, asset);
    const tick: PriceTick = { asset, bid, bidQuantity: '1', ask, askQuantity: '1', exchangeTime: '', source };
    await this.#stack.redis.xadd(streamKeys().price, '*', ...Object.entries(tick).flat());
  }
}
