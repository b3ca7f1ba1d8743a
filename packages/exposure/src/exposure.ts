import type { OpenQuantities } from '@fulcrum/db';
import type { Entry } from '@fulcrum/log';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { toSquareUnits, toUnits } from './units.ts';

/** What clients have open in an instrument, on each side, in units of 10^-12. */
export interface ClientExposure {
  readonly long: bigint;
  readonly short: bigint;
}

/** What clients have open on one side of an instrument. */
export interface SideExposure {
  /** In units of 10^-12. */
  readonly quantity: bigint;
  /** The sum of quantity times opening price, in units of 10^-24: what is open is worth so much less or more now. */
  readonly cost: bigint;
  readonly positions: number;
}

interface Sides {
  readonly buy: SideExposure;
  readonly sell: SideExposure;
}

const NO_SIDE: SideExposure = { quantity: 0n, cost: 0n, positions: 0 };
const NONE: Sides = { buy: NO_SIDE, sell: NO_SIDE };

/** Other results change no quantity that is open, so that they need not be parsed. */
const CONCERNED = /"(?:created|closed|instrument-set)"/;

/** What the clients of a shard have open: the sums of a snapshot, and what results behind it have opened and closed. */
export class Exposure {
  readonly #byAsset = new Map<string, Sides>();

  constructor({ assets, open }: Pick<OpenQuantities, 'assets' | 'open'>) {
    for (const asset of assets) this.#byAsset.set(asset, NONE);
    for (const { asset, side, quantity, cost, positions } of open)
      this.#add(asset, side, { quantity: toUnits(quantity), cost: toSquareUnits(cost), positions });
  }

  /** All instruments that there are, by name. */
  all(): [asset: string, exposure: ClientExposure][] {
    return this.assets().map((asset) => [asset, this.of(asset)]);
  }

  /** By name. */
  assets(): string[] {
    return [...this.#byAsset.keys()].sort();
  }

  of(asset: string): ClientExposure {
    const { buy, sell } = this.sides(asset);
    return { long: buy.quantity, short: sell.quantity };
  }

  sides(asset: string): Sides {
    return this.#byAsset.get(asset) ?? NONE;
  }

  /** By how much clients have bought more than they have sold. The house has the other side of it. */
  net(asset: string): bigint {
    const { long, short } = this.of(asset);
    return long - short;
  }

  /** @throws when the entry of callback-stream makes no sense, or closes what was not open. */
  take({ fields: { events = '' } }: Entry): void {
    if (CONCERNED.test(events)) for (const event of decodeEvents(events)) this.#takeEvent(event);
  }

  #takeEvent(event: JsonEvent): void {
    if (event.type === 'instrument-set') this.#byAsset.set(event.asset, this.sides(event.asset));
    if (event.type !== 'created' && event.type !== 'closed') return;
    const { asset, side } = event;
    const [quantity, price] = [toUnits(event.quantity), toUnits(event.openPrice)];
    const cost = quantity * price;
    if (event.type === 'created') this.#add(asset, side, { quantity, cost, positions: 1 });
    // What is closed in part stays one position.
    else
      this.#add(asset, side, { quantity: -quantity, cost: -cost, positions: event.remaining === undefined ? -1 : 0 });
  }

  #add(asset: string, side: 'buy' | 'sell', { quantity, cost, positions }: SideExposure): void {
    const sides = this.sides(asset);
    const before = sides[side];
    const sum = {
      quantity: before.quantity + quantity,
      cost: before.cost + cost,
      positions: before.positions + positions,
    };
    if (sum.quantity < 0n || sum.positions < 0) throw new Error(`a result closes more of ${asset} than was open`);
    this.#byAsset.set(asset, { ...sides, [side]: sum });
  }
}
