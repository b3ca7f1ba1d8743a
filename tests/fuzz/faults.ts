/** An input that broke an expectation. */
export interface Fault {
  readonly number: number;
  readonly what: string;
  readonly input: string;
}

const SHOWN = 600;

/** The most faults that are kept: enough to see the problem, and few enough to read. */
const MAX_FAULTS = 20;

/** The broken expectations so far. */
export class Faults {
  readonly #found: Fault[] = [];

  get areTooMany(): boolean {
    return this.#found.length >= MAX_FAULTS;
  }

  add(number: number, what: string, input: Buffer): void {
    this.#found.push({ number, what, input: JSON.stringify(input.toString('latin1', 0, SHOWN)) });
  }

  /** Describes each fault, with the command that sends its input again. */
  describe(seed: number): string[] {
    return this.#found.map(
      ({ number, what, input }) =>
        `${what}\n  input: ${input}\n  again: npm run fuzz -- --seed ${seed} --only ${number}`,
    );
  }
}

/** Waits for something that every working server does within the time. */
export async function within<Result>(promise: Promise<Result>): Promise<Result | 'late'> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(resolve, 30_000, 'late');
  const result = await Promise.race([promise, late]);
  clearTimeout(timer);
  return result;
}
