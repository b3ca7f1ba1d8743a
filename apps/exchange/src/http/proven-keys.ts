/** How long a key counts as proven after its last good signature. */
const PROVEN_MS = 10 * 60_000;

/** Beyond it the one that has signed least lately is forgotten, so that the memory stays bounded. */
const MAX_PROVEN = 10_000;

/** The keys whose signature held a moment ago, each with the address that sent it. */
export class ProvenKeys {
  /** Until when, by the clock that never goes back; the one that has signed least lately is in front. */
  readonly #until = new Map<string, number>();

  has(address: string, publicKey: string): boolean {
    return performance.now() < (this.#until.get(nameOf(address, publicKey)) ?? 0);
  }

  add(address: string, publicKey: string): void {
    const name = nameOf(address, publicKey);
    this.#until.delete(name);
    if (this.#until.size >= MAX_PROVEN) this.#forgetOldest();
    this.#until.set(name, performance.now() + PROVEN_MS);
  }

  #forgetOldest(): void {
    const [oldest] = this.#until.keys();
    if (oldest !== undefined) this.#until.delete(oldest);
  }
}

function nameOf(address: string, publicKey: string): string {
  return `${address} ${publicKey}`;
}
