import type { PriceTick } from '@fulcrum/protocol';
import { streamKeys } from '@fulcrum/streams';
import type { Stack } from './stack.ts';

/** As often as the poller repeats a price that stands still, about. */
const REPEAT_MS = 1_000;

const PAST_MS = 3_600_000;
const PAST_STEP_MS = 4_000;

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

  /**
   * Puts an hour of prices into the screens' stream that ends at a quote: before the first one, so that the candles have
   * a past.
   */
  async past({ bid, asset = 'BTC_USDC', source = 'recorded' }: Quote): Promise<void> {
    const now = Date.now();
    const pipeline = this.#stack.redis.pipeline();
    for (let ago = PAST_MS; ago > 0; ago -= PAST_STEP_MS) {
      const past = Number(bid) + wander(ago / 1_000);
      const tick = toTick({ asset, source, bid: past.toFixed(2), ask: (past + 0.2).toFixed(2) });
      pipeline.xadd(streamKeys().price, `${now - ago}-0`, ...fieldsOf(tick));
    }
    await pipeline.exec();
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

  async #append(quote: Required<Quote>): Promise<void> {
    await this.#stack.tick(quote.bid, quote.ask, quote.asset);
    await this.#stack.redis.xadd(streamKeys().price, '*', ...fieldsOf(toTick(quote)));
  }
}

function toTick({ asset, bid, ask, source }: Required<Quote>): PriceTick {
  return { asset, bid, bidQuantity: '1', ask, askQuantity: '1', exchangeTime: '', source };
}

/** How far a price was away so many seconds ago: waves of several lengths look enough like a market. */
function wander(seconds: number): number {
  const waves = [
    [160, 2_310],
    [70, 830],
    [35, 271],
    [16, 97],
    [9, 31],
  ] as const;
  return waves.reduce((sum, [height, length]) => sum + height * Math.sin((2 * Math.PI * seconds) / length), 0);
}

function fieldsOf(tick: PriceTick): string[] {
  return Object.entries(tick).flatMap(([name, text]) => (text === undefined ? [] : [name, text]));
}
