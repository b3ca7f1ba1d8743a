import { Core, type Event, printBalances, printEvent, type SetMarket } from '@fulcrum/matching';
import { expect } from 'vitest';
import { readCommand } from '../src/text/read-command.ts';

/** A market whose figures can be worked out by hand: prices with one decimal, quantities with one, money with four. */
export const MARKET: SetMarket = {
  type: 'set-market',
  market: 'SOL_USD',
  base: 'SOL',
  quote: 'USD',
  priceDecimals: 1,
  quantityDecimals: 1,
  tickSize: '0.5',
  stepSize: '0.1',
  minPrice: '0.5',
  maxPrice: '1000',
  minQuantity: '0.1',
  maxQuantity: '1000',
  minNotional: '1',
  makerFeePpm: 0,
  takerFeePpm: 0,
  maxOpenOrders: 5,
  mode: 'open',
};

const USERS = ['ann', 'bob', 'cy'] as const;
const NAMES: readonly string[] = [...USERS, 'dee', 'eve'];

export function userId(name: string): string {
  const number = NAMES.indexOf(name);
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/**
 * A market with three traders, to whom one speaks in lines:
 *
 *     ann buys 2 @ 100            a limit order; further words: IOC, FOK, post-only, reject_maker, reject_both, as 7
 *     ann sells 2                 a market order
 *     ann buys for 150            a market order by what it costs
 *     ann cancels #3              or "as 7" by the client id, "all", "all buy"
 */
export class Desk {
  readonly core = Core.empty();
  #now = 1_000;

  /** @param settings of the market that are not as in MARKET. */
  constructor(settings: Partial<SetMarket> = {}, deposits = '1000') {
    this.send('set-asset', { asset: 'SOL', decimals: 1 });
    this.send('set-asset', { asset: 'USD', decimals: 4 });
    this.set(settings);
    for (const user of USERS)
      this.send('create-account', {
        requestId: 'r',
        userId: userId(user),
        deposits: [
          ['SOL', deposits],
          ['USD', deposits],
        ],
      });
  }

  set(settings: Partial<SetMarket>): readonly Event[] {
    const { type, ...data } = { ...MARKET, ...settings };
    return this.send(type, data);
  }

  /** Sends a command as it stands in the log. */
  send(type: string, data: object): readonly Event[] {
    this.#now += 1;
    return this.core.apply(readCommand(type, JSON.stringify(data)), this.#now);
  }

  /** @returns what happened, a line for each event. */
  say(line: string): string[] {
    const { type, ...data } = commandOf(line);
    return this.send(type, data).map(lineOf);
  }

  /** What a trader has: "SOL 1000.0+0.0 USD 900.0000+100.0000", available and locked. */
  purse(name: string): string {
    const balances = this.core.reads.balances(userId(name)) ?? [];
    return printBalances(balances)
      .map(([asset, available, locked]) => `${asset} ${trim(available)}+${trim(locked)}`)
      .join(' ');
  }

  /** The levels of both sides, the best first: "bids 100=2 99=1 asks 101=5". */
  book(): string {
    const print = (side: 'buy' | 'sell') =>
      (this.core.reads.levels('SOL_USD', side, 100) ?? []).map(
        ([price, quantity]) => ` ${price / 10}=${quantity / 10}`,
      );
    return `bids${print('buy').join('')} asks${print('sell').join('')}`;
  }
}

/** What is said, and what happens: each line follows from those before it. */
export type Script = readonly (readonly [said: string, happens: readonly string[]])[];

export function play(desk: Desk, script: Script): void {
  for (const [said, happens] of script) expect([said, desk.say(said)]).toEqual([said, happens]);
}

interface Spoken {
  readonly type: string;
  readonly [field: string]: unknown;
}

function commandOf(line: string): Spoken {
  const [user = '', verb, ...words] = line.split(' ');
  const parties = { requestId: 'r', userId: userId(user), market: 'SOL_USD' };
  if (verb === 'cancels') {
    const [first = '', second] = words;
    if (first === 'all') return { type: 'cancel-orders', ...parties, side: second };
    if (first === 'as') return { type: 'cancel-order', ...parties, clientId: Number(second) };
    return { type: 'cancel-order', ...parties, orderId: first.slice(1) };
  }
  const order: Record<string, unknown> = { orderType: 'market', side: verb === 'buys' ? 'buy' : 'sell' };
  for (let at = 0; at < words.length; at++) at += take(order, words[at] ?? '', words[at + 1] ?? '');
  return { type: 'place-order', ...parties, ...order };
}

/** @returns how many words more than one belong to this one. */
function take(order: Record<string, unknown>, word: string, next: string): 0 | 1 {
  switch (word) {
    case '@':
      order.price = next;
      order.orderType = 'limit';
      return 1;
    case 'for':
      order.quoteQuantity = next;
      return 1;
    case 'as':
      order.clientId = Number(next);
      return 1;
    case 'post-only':
      order.postOnly = true;
      return 0;
    case 'GTC':
    case 'IOC':
    case 'FOK':
      order.timeInForce = word;
      return 0;
    case 'reject_maker':
    case 'reject_both':
    case 'reject_taker':
      order.selfTradePrevention = word;
      return 0;
    default:
      order.quantity = word;
      return 0;
  }
}

/** Digits that say nothing are left out. */
function trim(amount: string): string {
  return String(Number(amount));
}

function lineOf(event: Event): string {
  const printed = printEvent(event);
  switch (printed.type) {
    case 'accepted':
      return `#${printed.orderId} accepted`;
    case 'fill': {
      const { takerFee, makerFee } = printed;
      const fees =
        Number(takerFee) === 0 && Number(makerFee) === 0 ? '' : `, fees ${trim(takerFee)} and ${trim(makerFee)}`;
      return `#${printed.takerOrderId} takes ${trim(printed.quantity)} @ ${trim(printed.price)} of #${printed.makerOrderId}${fees}`;
    }
    case 'order-ended':
      return `#${printed.orderId} ${printed.status}: ${printed.reason}, ${trim(printed.executed)} for ${trim(printed.executedQuote)}`;
    case 'book':
      return `book ${printed.changes.map(([side, price, quantity]) => `${side} ${trim(price)}=${trim(quantity)}`).join(' ')}`;
    case 'cancel-accepted':
      return `#${printed.orderId} cancelled`;
    case 'orders-cancelled':
      return `cancelled ${printed.orderIds.map((id) => `#${id}`).join(' ')}`;
    case 'rejected':
      return printed.code;
    default:
      return printed.type;
  }
}
