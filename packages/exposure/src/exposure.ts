import type { OpenQuantities } from '@fulcrum/db';
import type { Entry } from '@fulcrum/log';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { toUnits } from './units.ts';

/** What clients have open in an instrument, on each side, in units of 10^-12. */
export interface ClientExposure {
  readonly long: bigint;
  readonly short: bigint;
}

const NONE: ClientExposure = { long: 0n, short: 0n };

/** Other results change no quantity that is open, so that they need not be parsed. */
const CONCERNED = /"(?:created|closed|instrument-set)"/;

/** What the clients of a shard have open: the sums of a snapshot, and what results behind it have opened and closed. */
export class Exposure {
  readonly #byAsset = new Map<string, ClientExposure>();

  constructor({ assets, open }: Pick<OpenQuantities, 'assets' | 'open'>) {
    for (const asset of assets) this.#byAsset.set(asset, NONE);
    for (const { asset, side, quantity } of open) this.#add(asset, side, toUnits(quantity));
  }

  /** All instruments that there are, by name. */
  all(): [asset: string, exposure: ClientExposure][] {
    return [...this.#byAsset].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  of(asset: string): ClientExposure {
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
    if (event.type === 'created') this.#add(event.asset, event.side, toUnits(event.quantity));
    if (event.type === 'closed') this.#add(event.asset, event.side, -toUnits(event.quantity));
    if (event.type === 'instrument-set') this.#byAsset.set(event.asset, this.of(event.asset));
  }

  #add(asset: string, side: 'buy' | 'sell', quantity: bigint): void {
    const { long, short } = this.of(asset);
    const sums = side === 'buy' ? { long: long + quantity, short } : { long, short: short + quantity };
    if (sums.long < 0n || sums.short < 0n) throw new Error(`a result closes more of ${asset} than was open`);
    this.#byAsset.set(asset, sums);
  }
}
