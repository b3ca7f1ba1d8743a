import { assert } from '@fulcrum/log';
import type { RecordCopy } from '../fields/record-copy.ts';
import type { Records } from '../records.ts';
import { type ChangeLayout, type ChangePage, PAGE_WORDS, RECORD } from './change-layout.ts';

/**
 * What changed since the last snapshot point, in the order in which it did, as copies of the records' words: a later change
 * of a record holds over an earlier one. Noting a change costs a copy of some words at once, so that a snapshot point costs
 * nothing: the pages are handed over as they are.
 */
export class ChangePages {
  readonly #owners: Records;
  readonly #copyId: RecordCopy['copy'];
  #pages: ChangePage[] = [];
  #page: ChangePage = new Uint32Array(0);
  /** Where the next change goes in the page. */
  #next = PAGE_WORDS;

  /**
   * @param owners the records to which others belong.
   * @param copyId copies the id of one of them.
   */
  constructor(owners: Records, copyId: RecordCopy['copy']) {
    this.#owners = owners;
    this.#copyId = copyId;
  }

  /** Notes a record. @returns where the change begins in the page. */
  add(kind: number, { packed, size }: ChangeLayout, records: Records, slot: number): number {
    assert(records.isUsed(slot), 'a record that is noted as changed is there');
    if (this.#next + size > PAGE_WORDS) {
      this.#page = new Uint32Array(PAGE_WORDS);
      this.#pages.push(this.#page);
      this.#next = 0;
    }
    const at = this.#next;
    this.#page[at] = kind;
    packed.copy(records.views(slot).words, records.offset(slot), this.#page, at + RECORD);
    this.#next += size;
    return at;
  }

  /** Notes a record that belongs to another one, and the id of that. */
  addOwned(kind: number, layout: ChangeLayout, records: Records, slot: number, owner: number): void {
    const to = this.add(kind, layout, records, slot) + layout.ownerId;
    this.#copyId(this.#owners.views(owner).words, this.#owners.offset(owner), this.#page, to);
  }

  /** Hands over the pages, and begins anew. */
  take(): ChangePage[] {
    const pages = this.#pages;
    this.#pages = [];
    this.#next = PAGE_WORDS;
    return pages;
  }
}
