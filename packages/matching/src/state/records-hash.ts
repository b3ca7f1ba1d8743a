import { assert } from '@fulcrum/log';
import { compileMixer, type MixLinks, type Records, SetHash, UUID_WORDS, wordsOf } from '@fulcrum/memory';
import { MARKET } from '../messages/settings.ts';
import { ACCOUNT_LAYOUT, type Accounts } from './accounts.ts';
import type { Assets } from './assets.ts';
import { BALANCE_LAYOUT } from './balances.ts';
import type { Markets } from './markets.ts';
import { ORDER_LAYOUT } from './order-fields.ts';

const KIND = { order: 1, balance: 2, account: 3 } as const;

const LINKS = ['userId', 'market', 'asset'] as const;
type Link = (typeof LINKS)[number];

const mixOrder = compileMixer(ORDER_LAYOUT, LINKS);
const mixBalance = compileMixer(BALANCE_LAYOUT, LINKS);
const mixAccount = compileMixer(ACCOUNT_LAYOUT, LINKS);

/** The words in which the hash of a record is noted. */
const { from: ORDER_HASH } = wordsOf(ORDER_LAYOUT, 'notedHash');
const { from: BALANCE_HASH } = wordsOf(BALANCE_LAYOUT, 'notedHash');
const { from: ACCOUNT_HASH } = wordsOf(ACCOUNT_LAYOUT, 'notedHash');
const { from: USER_ID } = wordsOf(ACCOUNT_LAYOUT, 'userId');

/**
 * What each record means to the state's hash: exactly what a snapshot keeps of it. Slots differ between two cores with the
 * same state, so ids are hashed in their place; assets and markets are numbered alike in both. Each record notes its own
 * hash, so that a change hashes it once and not twice.
 */
export class RecordsHash {
  readonly #hash = new SetHash();
  readonly #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Puts in an order as it is now, in the place of what it was. */
  setOrder(records: Records, slot: number): void {
    this.#replace(records, slot, ORDER_HASH, KIND.order, mixOrder);
  }

  removeOrder(records: Records, slot: number): void {
    this.#hash.removeNoted(records.views(slot).words, records.offset(slot) + ORDER_HASH);
  }

  setBalance(records: Records, slot: number): void {
    this.#replace(records, slot, BALANCE_HASH, KIND.balance, mixBalance);
  }

  setAccount(records: Records, slot: number): void {
    this.#replace(records, slot, ACCOUNT_HASH, KIND.account, mixAccount);
  }

  toString(): string {
    return this.#hash.toString();
  }

  #replace(records: Records, slot: number, noted: number, kind: number, mix: typeof mixOrder): void {
    assert(records.isUsed(slot), 'a record that is hashed is there');
    const { words } = records.views(slot);
    const at = records.offset(slot);
    this.#hash.removeNoted(words, at + noted);
    this.#hash.begin(kind);
    mix(this.#hash, words, at, this.#mixLinks);
    this.#hash.addNoted(words, at + noted);
  }

  readonly #mixLinks: MixLinks<Link> = {
    userId: (account) => {
      const { records } = this.#accounts;
      this.#hash.mixWords(records.views(account).words, records.offset(account) + USER_ID, UUID_WORDS);
    },
    market: (number) => this.#hash.mix(number),
    asset: (number) => this.#hash.mix(number),
  };
}

const SETTINGS = Object.keys(MARKET) as (keyof typeof MARKET)[];

/** What assets and markets mean to the hash, as text. */
export function textToHash({ list: assets }: Assets, { list: markets }: Markets): string {
  const ofAssets = assets.map(({ asset, decimals, deposited, fees }) => [asset, decimals, deposited, fees].join());
  const ofMarkets = markets.map(({ settings, tradeId, updateId, lastPrices }) =>
    [...SETTINGS.map((name) => settings[name]), tradeId, updateId, ...lastPrices.list()].join(),
  );
  return [...ofAssets, '', ...ofMarkets].join('\n');
}
