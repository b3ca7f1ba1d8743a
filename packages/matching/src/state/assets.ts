import { assert } from '@fulcrum/log';
import type { AssetUnits } from '../messages/fields.ts';
import { MAX_ASSETS } from '../numbers/limits.ts';
import type { AssetRecord } from '../snapshot/records.ts';

/** An asset, and how much of it there is. In its units. */
export class Asset implements AssetUnits {
  readonly asset: string;
  readonly decimals: number;
  /** Counts the assets of this state. */
  readonly number: number;
  /** All that was ever paid in. */
  deposited = 0;
  /** The fees that the house has taken in it, less the rebates. */
  fees = 0;
  /** What all accounts have, available and locked. */
  held = 0;
  /** Whether it changed since the last snapshot point. */
  isChanged = true;

  constructor(asset: string, decimals: number, number: number) {
    this.asset = asset;
    this.decimals = decimals;
    this.number = number;
  }

  deposit(amount: number): void {
    assert(amount >= 0 && this.hasRoomFor(amount), 'no more is paid in of an asset than can be counted');
    this.deposited += amount;
    this.isChanged = true;
  }

  /** Takes the figures of a snapshot. What accounts have is counted as it is restored. */
  restore(deposited: number, fees: number): void {
    assert(fees >= 0 && fees <= deposited, 'no more was taken in fees than was paid in');
    this.deposited = deposited;
    this.fees = fees;
  }

  /** Whether so much more can be paid in, so that every balance stays a safe integer. */
  hasRoomFor(amount: number): boolean {
    return this.deposited <= Number.MAX_SAFE_INTEGER - amount;
  }

  /** Takes fees; a negative amount is a rebate that is paid out of them. */
  takeFees(amount: number): void {
    this.fees += amount;
    this.isChanged = true;
    assert(this.fees >= 0, 'no more is paid back than was taken in fees');
  }

  /** As a snapshot keeps it. */
  record(): AssetRecord {
    const { asset, number, decimals, deposited, fees } = this;
    return { asset, number, decimals, deposited, fees };
  }

  /** Nothing comes or goes: asserted after every command that moved some of it. */
  assertConserved(): void {
    assert(this.held + this.fees === this.deposited, 'all that was paid in of an asset is there');
  }
}

/** All assets, in the order in which they were set. */
export class Assets {
  readonly list: Asset[] = [];
  readonly #byName = new Map<string, Asset>();

  get isFull(): boolean {
    return this.list.length >= MAX_ASSETS;
  }

  find(name: string): Asset | undefined {
    return this.#byName.get(name);
  }

  at(number: number): Asset {
    const asset = this.list[number];
    assert(asset !== undefined, 'an asset that is linked to is there');
    return asset;
  }

  add(name: string, decimals: number): Asset {
    assert(!this.isFull && !this.#byName.has(name), 'an asset is set once');
    const asset = new Asset(name, decimals, this.list.length);
    this.list.push(asset);
    this.#byName.set(name, asset);
    return asset;
  }
}
