import { assert } from '@fulcrum/log';
import { compileWriter, IdIndex, type IdReader, keptNames, NONE, Records } from '@fulcrum/memory';
import { MAX_HOLDS } from '../numbers/limits.ts';
import type { Money } from '../numbers/money.ts';
import { HOLD_FIELDS, HOLD_LAYOUT, type HoldRecord } from './hold-fields.ts';
import type { KeptLinks } from './kept-fields.ts';

const { amount: AMOUNT, transferId: TRANSFER_ID, userId: ACCOUNT } = HOLD_LAYOUT.places;

const writeHold = compileWriter<HoldRecord, KeptLinks<typeof HOLD_FIELDS>>(HOLD_LAYOUT, keptNames(HOLD_FIELDS));

/** The amounts that accounts have on hold. */
export class Holds {
  readonly records = new Records(HOLD_LAYOUT.size, MAX_HOLDS);
  readonly #index: IdIndex;

  constructor(ids: IdReader) {
    this.#index = new IdIndex(this.records, TRANSFER_ID, ids);
  }

  get count(): number {
    return this.records.count;
  }

  /** @returns the slot of the hold, or NONE. */
  find(transferId: string): number {
    // Each new order asks. Where nothing is on hold, its id is not hashed once more.
    return this.count === 0 ? NONE : this.#index.find(transferId);
  }

  /** @param account the slot of its owner's account. */
  add(hold: HoldRecord, account: number): number {
    assert(account !== NONE, 'a hold has an owner');
    assert(hold.amount > 0n, 'what is on hold is more than nothing');
    const slot = this.#index.add(hold.transferId);
    writeHold(this.records.views(slot), this.records.offset(slot), hold, { userId: account });
    return slot;
  }

  remove(slot: number): void {
    assert(this.records.isUsed(slot), 'a hold is settled once');
    this.#index.remove(slot);
  }

  /** The slots of all holds. */
  slots(): number[] {
    return this.records.slots();
  }

  idOf(slot: number): string {
    return this.#index.idOf(slot);
  }

  amount(slot: number): Money {
    return this.records.amount(slot, AMOUNT);
  }

  accountOf(slot: number): number {
    return this.records.word(slot, ACCOUNT);
  }
}
