import type { z } from 'zod';
import * as answers from './answers.ts';
import { HttpClient } from './http-client.ts';
import type { KeyPair } from './key-pair.ts';
import { type Parameters, signedText } from './signed-text.ts';
import { DEFAULT_WINDOW_MS } from './signing-window.ts';
import { VenueError } from './venue-error.ts';

export type OrderSide = 'Bid' | 'Ask';

/** An order as it is placed. Amounts are decimals in text. */
export interface NewOrder {
  readonly symbol: string;
  readonly side: OrderSide;
  readonly orderType: 'Limit' | 'Market';
  readonly price?: string;
  readonly quantity: string;
  /** No two open orders of a market have the same one. */
  readonly clientId?: number;
  readonly postOnly?: boolean;
  readonly timeInForce?: 'GTC' | 'IOC' | 'FOK';
  readonly selfTradePrevention?: 'RejectTaker' | 'RejectMaker' | 'RejectBoth';
}

export interface VenueApiOptions {
  /** Such as http://127.0.0.1:9080. */
  readonly url: string;
  readonly keyPair: KeyPair;
  /** The clock: milliseconds since 1970. */
  readonly nowMs?: () => number;
  /** How long a signature holds: a request that the venue gets later is refused. */
  readonly windowMs?: number;
  /** How long an answer may take. */
  readonly limitMs?: number;
}

/** Longer than the venue itself waits for an answer. */
const LIMIT_MS = 7_000;

/** The most orders in one request. */
export const MAX_BATCH = 20;

/**
 * The venue's REST as one user's program sees it. Every method throws a VenueError where the venue refuses, and another
 * error where nobody knows what came of the request. Nothing is sent twice. What anybody may ask is signed as well: so it
 * counts on the user, from whom others behind the same address take nothing.
 */
export class VenueApi {
  readonly #http: HttpClient;
  readonly #keyPair: KeyPair;
  readonly #nowMs: () => number;
  readonly #windowMs: number;

  constructor({ url, keyPair, nowMs = Date.now, windowMs = DEFAULT_WINDOW_MS, limitMs = LIMIT_MS }: VenueApiOptions) {
    this.#http = new HttpClient(url, limitMs);
    this.#keyPair = keyPair;
    this.#nowMs = nowMs;
    this.#windowMs = windowMs;
  }

  close(): void {
    this.#http.close();
  }

  markets() {
    return this.#ask(answers.markets, 'GET', '/api/v1/markets', {}, 'marketQuery');
  }

  /** The best so many prices of each side. The best bid stands last, the best ask first. */
  depth(symbol: string, limit: number) {
    return this.#ask(answers.depth, 'GET', '/api/v1/depth', { symbol, limit }, 'marketQuery');
  }

  /** The last trades of a market, the newest first. */
  trades(symbol: string, limit: number) {
    return this.#ask(answers.trades, 'GET', '/api/v1/trades', { symbol, limit }, 'marketQuery');
  }

  capital() {
    return this.#ask(answers.capital, 'GET', '/api/v1/capital', {}, 'balanceQuery');
  }

  /** All open orders of the key's user. */
  openOrders() {
    return this.#ask(answers.orders, 'GET', '/api/v1/orders', {}, 'orderQueryAll');
  }

  placeOrder(order: NewOrder) {
    return this.#ask(answers.order, 'POST', '/api/v1/order', { ...order }, 'orderExecute');
  }

  /** @param orders at most MAX_BATCH. @returns what came of each. */
  placeOrders(orders: readonly NewOrder[]) {
    const all = orders.map((order): Parameters => ({ ...order }));
    return this.#ask(answers.placed, 'POST', '/api/v1/orders', all, 'orderExecute');
  }

  cancelOrder(symbol: string, orderId: string) {
    return this.#ask(answers.order, 'DELETE', '/api/v1/order', { symbol, orderId }, 'orderCancel');
  }

  /** Cancels all orders of a market, or those of one side. @returns those that were open. */
  cancelOrders(symbol: string, side?: OrderSide) {
    const asked = { symbol, ...(side === undefined ? {} : { side }) };
    return this.#ask(answers.orders, 'DELETE', '/api/v1/orders', asked, 'orderCancelAll');
  }

  async #ask<Schema extends z.ZodType>(
    schema: Schema,
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    asked: Parameters | readonly Parameters[],
    instruction: string,
  ): Promise<z.output<Schema>> {
    const signature = this.#signature(instruction, [asked].flat());
    const { status, text } = await this.#http.send(
      method === 'GET'
        ? { method, path: withQuery(path, asked as Parameters), headers: signature }
        : {
            ...{ method, path, body: JSON.stringify(asked) },
            headers: { ...signature, 'Content-Type': 'application/json' },
          },
    );
    const json: unknown = JSON.parse(text);
    if (status === 200) return schema.parse(json);
    const { code, message } = answers.refusal.parse(json);
    throw new VenueError(status, code, message);
  }

  #signature(instruction: string, parameters: readonly Parameters[]): Record<string, string> {
    const [timestamp, window] = [String(Math.floor(this.#nowMs())), String(this.#windowMs)];
    return {
      'X-API-Key': this.#keyPair.publicKey,
      'X-Timestamp': timestamp,
      'X-Window': window,
      'X-Signature': this.#keyPair.sign(signedText(instruction, parameters, timestamp, window)),
    };
  }
}

function withQuery(path: string, asked: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) query.set(name, String(value));
  return query.size === 0 ? path : `${path}?${query}`;
}
