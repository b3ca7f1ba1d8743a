import { AllowedAddresses } from './allowed-addresses.ts';
import { keyHash } from './key-secret.ts';

/** What a key may do: every key may read, and some may trade. None may do more. */
export type KeyScope = 'read' | 'trade';

/** A key as it is kept. */
export interface KeptKey {
  readonly id: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly addresses: readonly string[];
  /** In milliseconds since 1970; undefined: never. */
  readonly expiresAt: number | undefined;
}

export interface KnownKey extends Omit<KeptKey, 'addresses'> {
  readonly allowed: AllowedAddresses;
}

/** Keeps an answer. A key that was deleted while an ending could not be told is good for this long elsewhere. */
export const KEPT_MS = 30_000;

/** The most keys that are kept, and the most that are known to be unknown. */
const MAX_KEPT = 10_000;

/** Look-ups under way. Beyond it nobody is looked up, so that made-up keys cannot take the database from others. */
const MAX_LOOK_UPS = 100;

export interface KnownKeysOptions {
  /** Looks a key up by its hash. */
  readonly find: (hash: string) => Promise<KeptKey | undefined>;
  readonly keptMs?: number;
  readonly maxKept?: number;
  readonly maxLookUps?: number;
}

interface Kept {
  /** Undefined: there is no such key. */
  readonly key: KnownKey | undefined;
  /** By the clock that never goes back, in milliseconds. */
  readonly until: number;
}

/**
 * The keys that were looked up a moment ago, so that not every request has to ask the database. Unknown ones are kept as
 * well, apart from the others: made-up keys push out no good one.
 */
export class KnownKeys {
  readonly #options: Required<KnownKeysOptions>;
  /** By the hash of the secret, the oldest first. */
  readonly #good = new Map<string, Kept>();
  readonly #unknown = new Map<string, Kept>();
  readonly #hashes = new Map<string, string>();
  readonly #lookUps = new Map<string, Promise<KnownKey | undefined>>();
  /** Counts what was forgotten. What was looked up meanwhile is not kept: it may be what the database had before. */
  #forgotten = 0;

  constructor({ find, keptMs = KEPT_MS, maxKept = MAX_KEPT, maxLookUps = MAX_LOOK_UPS }: KnownKeysOptions) {
    this.#options = { find, keptMs, maxKept, maxLookUps };
  }

  get size(): number {
    return this.#good.size + this.#unknown.size;
  }

  /** @returns the key or `unknown`, without asking anybody; undefined: it has to be looked up. */
  recall(secret: string): KnownKey | 'unknown' | undefined {
    const hash = keyHash(secret);
    if (hash === undefined) return 'unknown';
    const kept = this.#good.get(hash) ?? this.#unknown.get(hash);
    if (kept === undefined || performance.now() >= kept.until) return undefined;
    return kept.key ?? 'unknown';
  }

  /** @returns the key, `unknown`, or `busy` when too many are being looked up. */
  async lookUp(secret: string): Promise<KnownKey | 'unknown' | 'busy'> {
    const known = this.recall(secret);
    const hash = keyHash(secret);
    if (known !== undefined || hash === undefined) return known ?? 'unknown';
    const underWay = this.#lookUps.get(hash);
    if (underWay === undefined && this.#lookUps.size >= this.#options.maxLookUps) return 'busy';
    return (await (underWay ?? this.#begin(hash))) ?? 'unknown';
  }

  /** Forgets a key, so that the next one who brings it is looked up. */
  forget(keyId: string): void {
    this.#forgotten += 1;
    const hash = this.#hashes.get(keyId);
    if (hash !== undefined) this.#drop(this.#good, hash);
  }

  /** Those who bring the same key meanwhile wait for the same answer. */
  #begin(hash: string): Promise<KnownKey | undefined> {
    const lookUp = this.#find(hash).finally(() => this.#lookUps.delete(hash));
    this.#lookUps.set(hash, lookUp);
    return lookUp;
  }

  async #find(hash: string): Promise<KnownKey | undefined> {
    const before = this.#forgotten;
    const found = await this.#options.find(hash);
    const { addresses, ...rest } = found ?? { addresses: [] };
    const key = found && { ...(rest as Omit<KeptKey, 'addresses'>), allowed: new AllowedAddresses(addresses) };
    if (before === this.#forgotten) this.#keep(hash, key);
    return key;
  }

  #keep(hash: string, key: KnownKey | undefined): void {
    this.#drop(this.#good, hash);
    this.#drop(this.#unknown, hash);
    const kept = key === undefined ? this.#unknown : this.#good;
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= this.#options.maxKept) this.#drop(kept, oldest);
    kept.set(hash, { key, until: performance.now() + this.#options.keptMs });
    if (key !== undefined) this.#hashes.set(key.id, hash);
  }

  #drop(kept: Map<string, Kept>, hash: string): void {
    const id = kept.get(hash)?.key?.id;
    if (id !== undefined) this.#hashes.delete(id);
    kept.delete(hash);
  }
}
