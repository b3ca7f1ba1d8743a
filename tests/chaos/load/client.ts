import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiAnswer, call, type Trader } from '../../support/trader.ts';
import type { LoadFigures } from './load-figures.ts';

/** The outcome of a request. Without an answer it may have been carried out, unless no server took it. */
export type Outcome = ApiAnswer | 'not taken' | 'no answer';

/** How long an answer may take: longer than the API waits for the engine. */
const PATIENCE_MS = 8_000;
const TOO_MANY_PAUSE_MS = 500;

/** A trader's client of the API. It uses any of its processes, and the next one when one fails. */
export class Client {
  readonly #trader: Trader;
  readonly #urls: readonly string[];
  readonly #figures: LoadFigures;
  #at: number;

  /** @param at the number of the process that is asked first. */
  constructor(trader: Trader, urls: readonly string[], figures: LoadFigures, at: number) {
    this.#trader = trader;
    this.#urls = urls;
    this.#figures = figures;
    this.#at = at;
  }

  get userId(): string {
    return this.#trader.userId;
  }

  get(path: string): Promise<Outcome> {
    return this.#ask('GET', path);
  }

  put(path: string, body: unknown): Promise<Outcome> {
    return this.#ask('PUT', path, body);
  }

  post(path: string, body: unknown): Promise<Outcome> {
    return this.#ask('POST', path, body);
  }

  /** Asks once. A request that a limit refuses is sent again later, since the engine has not seen it. */
  async #ask(method: string, path: string, body?: unknown): Promise<Outcome> {
    for (;;) {
      const outcome = await this.#send(method, path, body);
      const status = typeof outcome === 'string' ? 0 : outcome.status;
      const isSettling = status !== 0 && status !== 202 && status < 500 && status !== 429;
      this.#figures.countAnswer(status, isSettling);
      if (!isSettling) this.#at += 1;
      if (status !== 429) return outcome;
      await sleep(TOO_MANY_PAUSE_MS);
    }
  }

  async #send(method: string, path: string, body: unknown): Promise<Outcome> {
    const url = this.#urls[this.#at % this.#urls.length] ?? '';
    try {
      return await call(url, method, path, body, this.#trader.token, AbortSignal.timeout(PATIENCE_MS));
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      return code === 'ECONNREFUSED' ? 'not taken' : 'no answer';
    }
  }
}
