/** Keeps an answer. A key that was deleted while an ending could not be told is good for this long elsewhere. */
export const KEPT_MS = 30_000;

/** The most keys that are kept, and the most that are known to be unknown. */
const MAX_KEPT = 10_000;

/** Look-ups under way. Beyond it nobody is looked up, so that made-up keys cannot take the database from others. */
const MAX_LOOK_UPS = 100;

export interface LookedUpOptions<Key> {
  /** Looks a key up by the text that stands for it. */
  readonly find: (name: string) => Promise<Key | undefined>;
  readonly keptMs?: number | undefined;
  readonly maxKept?: number | undefined;
  readonly maxLookUps?: number | undefined;
}

interface Kept<Key> {
  /** Undefined: there is no such key. */
  readonly key: Key | undefined;
  /** By the clock that never goes back, in milliseconds. */
  readonly until: number;
}

/**
 * The keys that were looked up a moment ago, so that not every request has to ask the database. Unknown ones are kept as
 * well, apart from the others: made-up keys push out no good one.
 */
export class LookedUp<Key extends { readonly id: string }> {
  readonly #find: LookedUpOptions<Key>['find'];
  readonly #keptMs: number;
  readonly #maxKept: number;
  readonly #maxLookUps: number;
  /** By the text that stands for the key, the oldest first. */
  readonly #good = new Map<string, Kept<Key>>();
  readonly #unknown = new Map<string, Kept<Key>>();
  readonly #names = new Map<string, string>();
  readonly #lookUps = new Map<string, Promise<Key | undefined>>();
  /** Counts what was forgotten. What was looked up meanwhile is not kept: it may be what the database had before. */
  #forgotten = 0;

  constructor(options: LookedUpOptions<Key>) {
    this.#find = options.find;
    this.#keptMs = options.keptMs ?? KEPT_MS;
    this.#maxKept = options.maxKept ?? MAX_KEPT;
    this.#maxLookUps = options.maxLookUps ?? MAX_LOOK_UPS;
  }

  get size(): number {
    return this.#good.size + this.#unknown.size;
  }

  /** @returns the key or `unknown`, without asking anybody; undefined: it has to be looked up. */
  recall(name: string): Key | 'unknown' | undefined {
    const kept = this.#good.get(name) ?? this.#unknown.get(name);
    if (kept === undefined || performance.now() >= kept.until) return undefined;
    return kept.key ?? 'unknown';
  }

  /** @returns the key, `unknown`, or `busy` when too many are being looked up. */
  async lookUp(name: string): Promise<Key | 'unknown' | 'busy'> {
    const known = this.recall(name);
    if (known !== undefined) return known;
    const underWay = this.#lookUps.get(name);
    if (underWay === undefined && this.#lookUps.size >= this.#maxLookUps) return 'busy';
    return (await (underWay ?? this.#begin(name))) ?? 'unknown';
  }

  /** Forgets a key by its id, so that the next one who brings it is looked up. */
  forget(keyId: string): void {
    this.#forgotten += 1;
    const name = this.#names.get(keyId);
    if (name !== undefined) this.#drop(this.#good, name);
  }

  /** Forgets that there was no such key: now there is. */
  made(name: string): void {
    this.#forgotten += 1;
    this.#drop(this.#unknown, name);
  }

  /** Those who bring the same key meanwhile wait for the same answer. */
  #begin(name: string): Promise<Key | undefined> {
    const lookUp = this.#ask(name).finally(() => this.#lookUps.delete(name));
    this.#lookUps.set(name, lookUp);
    return lookUp;
  }

  async #ask(name: string): Promise<Key | undefined> {
    const before = this.#forgotten;
    const key = await this.#find(name);
    if (before === this.#forgotten) this.#keep(name, key);
    return key;
  }

  #keep(name: string, key: Key | undefined): void {
    this.#drop(this.#good, name);
    this.#drop(this.#unknown, name);
    const kept = key === undefined ? this.#unknown : this.#good;
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= this.#maxKept) this.#drop(kept, oldest);
    kept.set(name, { key, until: performance.now() + this.#keptMs });
    if (key !== undefined) this.#names.set(key.id, name);
  }

  #drop(kept: Map<string, Kept<Key>>, name: string): void {
    const id = kept.get(name)?.key?.id;
    if (id !== undefined) this.#names.delete(id);
    kept.delete(name);
  }
}
