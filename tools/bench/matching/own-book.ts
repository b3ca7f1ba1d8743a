import { type Command, Core, type Event } from '@fulcrum/matching';
import { MAKERS, type Operation, TAKERS } from './flow.ts';

const MARKET = 'BTC_USDC';
/** A replica takes the changes for its snapshot after so many entries. */
const ENTRIES_PER_SNAPSHOT = 131_072;
/** Prices have two decimals, quantities four. */
const PRICE_DECIMALS = 2;
const QUANTITY_DECIMALS = 4;

function userId(user: number): string {
  // Spread over all words, as random ids are.
  const part = (salt: number) => (Math.imul(user + salt, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${part(1)}-${part(2).slice(0, 4)}-4000-8000-${part(3)}${part(4).slice(0, 4)}`;
}

function decimal(units: number, decimals: number): string {
  const digits = String(units).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** An operation as the core is given it: as it was read from JSON, with texts of its own. */
export function commandOf(operation: Operation): Command {
  return JSON.parse(JSON.stringify(describe(operation)));
}

function describe(operation: Operation): Command {
  const parties = { requestId: `r${operation.order}`, userId: userId(operation.user), market: MARKET };
  if (operation.kind === 'cancel') return { type: 'cancel-order', ...parties, orderId: String(operation.order) };
  const { kind, isBuy } = operation;
  const side = isBuy ? 'buy' : 'sell';
  const quantity = decimal(operation.quantity, QUANTITY_DECIMALS);
  if (kind === 'take') return { type: 'place-order', ...parties, side, orderType: 'market', quantity };
  const price = decimal(operation.price, PRICE_DECIMALS);
  return { type: 'place-order', ...parties, side, orderType: 'limit', price, quantity, timeInForce: 'GTC' };
}

/** The core of this repository, with everything that it does in an exchange: balances, fees, bands, hash and change log. */
export class OwnBook {
  readonly core = Core.empty();
  #now = 1;
  #sinceSnapshot = 0;

  constructor() {
    this.apply({ type: 'set-asset', asset: 'BTC', decimals: 8 });
    this.apply({ type: 'set-asset', asset: 'USDC', decimals: 6 });
    this.apply({
      type: 'set-market',
      market: MARKET,
      base: 'BTC',
      quote: 'USDC',
      priceDecimals: PRICE_DECIMALS,
      quantityDecimals: QUANTITY_DECIMALS,
      tickSize: '0.01',
      stepSize: '0.0001',
      minPrice: '0.01',
      maxPrice: '1000000',
      minQuantity: '0.0001',
      maxQuantity: '1000',
      minNotional: '1',
      makerFeePpm: 200,
      takerFeePpm: 500,
      minMultiplierBps: 5_000,
      maxMultiplierBps: 15_000,
      minImpactBps: 9_000,
      maxImpactBps: 11_000,
      maxOpenOrders: 1_000,
      mode: 'open',
    });
    for (let user = 0; user < MAKERS + TAKERS; user++)
      this.apply({
        type: 'create-account',
        requestId: 'r',
        userId: userId(user),
        deposits: [
          ['BTC', '1000'],
          ['USDC', '5000000'],
        ],
      });
  }

  apply(command: Command): readonly Event[] {
    this.#now += 1;
    this.#sinceSnapshot += 1;
    if (this.#sinceSnapshot === ENTRIES_PER_SNAPSHOT) {
      this.core.takeChanges();
      this.#sinceSnapshot = 0;
    }
    return this.core.apply(command, this.#now);
  }
}

/** The orders that were filled and rested before. */
export function filledMakers(events: readonly Event[]): number[] {
  return events.flatMap((event) => (event.type === 'fill' && event.makerLeft === 0 ? [event.makerOrderId] : []));
}
