import { type Subject, transferId } from '../harness.ts';
import type { JsonEvent } from '../json.ts';
import { ALICE, deskWith, GOLD, type OrderDesk, orderId, type Terms } from '../rules/orders/order-desk.ts';

/** Carries out what the examples of a document say: "buy A: 1, 10x, stop-loss 95.0". */

type Step = (trader: Trader, ...words: string[]) => JsonEvent[];

const plain = (text: string) => text.replaceAll(',', '');

/** What may stand behind an order or a change, each as the fields of its command. */
const TERMS: readonly [RegExp, (...words: string[]) => (nowMs: number) => Terms][] = [
  [/^(\d+)x$/, (leverage) => () => ({ leverage: Number(leverage) })],
  [/^price (\S+)$/, (price) => () => ({ price })],
  [/^take-profit (\S+)$/, (takeProfit) => () => ({ takeProfit })],
  [/^stop-loss (\S+)$/, (stopLoss) => () => ({ stopLoss })],
  [/^guaranteed stop (\S+)$/, (stopLoss) => () => ({ stopLoss, guaranteed: true })],
  [/^trailing stop (\S+) away$/, (trailingDistance) => () => ({ trailingDistance })],
  [/^no take-profit$/, () => () => ({ takeProfit: null })],
  [/^no stop-loss$/, () => () => ({ stopLoss: null })],
  [/^for (\S+) s$/, (seconds) => (nowMs) => ({ expiresAt: nowMs + Number(seconds) * 1_000 })],
  [/^until cancelled$/, () => () => ({ expiresAt: null })],
  [/^reduce only$/, () => () => ({ reduceOnly: true })],
  [/^expecting (\S+)$/, (expectedPrice) => () => ({ expectedPrice })],
  [/^at most (\d+) bps worse$/, (bps) => () => ({ maxSlippageBps: Number(bps) })],
  [/^arriving (\S+) s too late$/, (seconds) => (nowMs) => ({ validUntil: nowMs - Number(seconds) * 1_000 })],
];

const STEPS: readonly [RegExp, Step][] = [
  [/^pay in (\S+)$/, (trader, amount = '') => trader.payIn(plain(amount))],
  [/^wait (\S+) s$/, (trader, seconds) => trader.wait(Number(seconds))],
  [/^price (\S+) \/ (\S+)$/, ({ desk }, bid = '', ask = '') => desk.tick(bid, ask)],
  [
    /^(buy|sell)( limit| stop)? ([A-Z]): ([^\s,]+)(?: at (\S+))?((?:, [^,]+)*)$/,
    (trader, side = '', type = '', name = '', quantity = '', price = '', terms = '') =>
      trader.desk.sendForAll('create-order', {
        ...{ orderId: idOf(name), userId: ALICE, asset: GOLD.asset, side, quantity },
        ...(type ? { orderType: type.trim(), price } : {}),
        ...trader.termsOf(terms),
      }),
  ],
  [
    /^change ([A-Z]): (.+)$/,
    (trader, name = '', terms = '') => [
      trader.desk.send('update-order', { ...owned(name), ...trader.termsOf(`, ${terms}`) }),
    ],
  ],
  [/^close ([A-Z])$/, ({ desk }, name = '') => [desk.send('close-order', owned(name))]],
  [
    /^close (\S+) of ([A-Z])(?:, of which (\S+) is open)?$/,
    (trader, quantity, name = '', believed = trader.openOf(name)) => [
      trader.desk.send('close-order', { ...owned(name), quantity, openQuantity: believed }),
    ],
  ],
  [/^cancel ([A-Z])$/, ({ desk }, name = '') => [desk.send('cancel-order', owned(name))]],
  [/^(close|cancel) all$/, ({ desk }, what) => desk.sendForAll(`${what}-all`, { userId: ALICE })],
  [/^\*the market is (closed|close only)\*$/, (trader, mode = '') => trader.set({ mode: mode.replace(' ', '_') })],
  [/^\*a jump of more than (\d+) % is held\*$/, (trader, percent) => trader.set({ maxJumpBps: Number(percent) * 100 })],
  [/^\*the account nets\*$/, ({ desk }) => quietly(desk.netting())],
  [
    /^\*the account may close only\*$/,
    ({ desk }) => quietly(desk.send('set-account', { userId: ALICE, rights: 'close_only' })),
  ],
  [
    /^\*the account may have (\S+) open\*$/,
    ({ desk }, notional = '') =>
      quietly(desk.send('set-account', { userId: ALICE, limits: { maxNotional: plain(notional) } })),
  ],
];

/** What the broker does is told in the row itself. */
const quietly = (_answer: unknown): JsonEvent[] => [];

const idOf = (name: string) => orderId(name.charCodeAt(0) - 64);
const owned = (name: string) => ({ orderId: idOf(name), userId: ALICE });

export class Trader {
  readonly desk: OrderDesk;
  private readonly settings: Terms;
  private payments = 0;

  constructor(make: () => Subject, settings: Terms) {
    this.settings = settings;
    this.desk = deskWith(make, '0', settings);
  }

  /** @param steps one behind the other, with semicolons between. */
  carryOut(steps: string): JsonEvent[] {
    return steps.split('; ').flatMap((step) => this.step(step));
  }

  private step(words: string): JsonEvent[] {
    for (const [pattern, step] of STEPS) {
      const found = pattern.exec(words);
      if (found) return step(this, ...found.slice(1));
    }
    throw new Error(`nobody knows how to "${words}"`);
  }

  wait(seconds: number): JsonEvent[] {
    this.desk.wait(seconds * 1_000);
    return this.desk.sendRaw('', {});
  }

  payIn(amount: string): JsonEvent[] {
    this.payments += 1;
    const payment = { transferId: transferId(this.payments), userId: ALICE, kind: 'deposit', amount };
    return [this.desk.send('transfer', payment)];
  }

  set(change: Terms): JsonEvent[] {
    return quietly(this.desk.setInstrument({ ...this.settings, ...change }));
  }

  termsOf(words: string): Terms {
    const terms = words
      .split(', ')
      .slice(1)
      .map((term) => this.term(term));
    return Object.assign({}, ...terms);
  }

  private term(words: string): Terms {
    for (const [pattern, term] of TERMS) {
      const found = pattern.exec(words);
      if (found) return term(...found.slice(1))(this.desk.nowMs);
    }
    throw new Error(`nobody knows what "${words}" means`);
  }

  /** A position of the account as it is told: none where there is no such position. */
  position(name: string): JsonEvent | undefined {
    const positions = this.desk.account().orders as JsonEvent[];
    return positions.find((order) => order.orderId === idOf(name));
  }

  openOf(name: string): string {
    return String(this.position(name)?.quantity);
  }
}
