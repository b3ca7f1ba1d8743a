/**
 * The kinds of contradictions between the answers to clients and the log.
 *
 * - `lost`: something was acknowledged, or must exist for another reason, and does not exist.
 * - `doubled`: something exists twice.
 * - `early`: a client was told that something does not exist, and it came into being afterwards.
 * - `wrong`: any other contradiction.
 */
export type FindingKind = 'lost' | 'doubled' | 'early' | 'wrong';

const SHOWN = 20;

/** Contradictions. All are counted, and the first ones are kept in words. */
export class Findings {
  readonly #counts: Record<FindingKind, number> = { lost: 0, doubled: 0, early: 0, wrong: 0 };
  readonly #shown: string[] = [];
  #comparisons = 0;

  add(kind: FindingKind, message: string): void {
    this.#counts[kind] += 1;
    if (this.#shown.length < SHOWN) this.#shown.push(`${kind}: ${message}`);
  }

  /** Counts a comparison, and a finding when it fails. */
  expect(holds: boolean, kind: FindingKind, message: () => string): void {
    this.#comparisons += 1;
    if (!holds) this.add(kind, message());
  }

  get counts(): Readonly<Record<FindingKind, number>> {
    return this.#counts;
  }

  get total(): number {
    return Object.values(this.#counts).reduce((sum, count) => sum + count, 0);
  }

  get comparisons(): number {
    return this.#comparisons;
  }

  /** The first ones, in words. */
  get shown(): readonly string[] {
    return this.#shown;
  }
}

/** A value as it stands in a message. */
export function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 1_500) ?? 'nothing';
}
