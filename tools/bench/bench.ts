/** One measure of a bench: what came out, what it is compared with, and what is asked of it. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What was measured in the same run to compare with: the same work without the part that is judged. */
  readonly floor?: { readonly name: string; readonly value: number } | undefined;
  /** The figure against its floor; the bench that measured both says which way round. */
  readonly ratio?: number | undefined;
  readonly target?: Target | undefined;
}

export interface Target {
  readonly of: 'value' | 'ratio';
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** What a bench is given to run with. */
export interface BenchContext {
  /** Tells people what is being measured now. */
  readonly progress: (what: string) => void;
  /** Given when the bench has to stop: everything that it started is stopped, and `run` rejects. */
  readonly signal: AbortSignal;
}

/** A bench. The `index.ts` of its folder exports it as `bench`. */
export interface Bench {
  readonly name: string;
  readonly run: (context: BenchContext) => Promise<Figure[]>;
}

/**
 * Whether a figure is as good as its target asks, or undefined when nothing is asked of it. What could not be measured
 * (a missing ratio, no number) has missed its target.
 */
export function isMet(figure: Figure): boolean | undefined {
  const { target } = figure;
  if (target === undefined) return undefined;
  const measured = target.of === 'ratio' ? figure.ratio : figure.value;
  if (measured === undefined || Number.isNaN(measured)) return false;
  return measured <= (target.atMost ?? Number.POSITIVE_INFINITY) && measured >= (target.atLeast ?? -Infinity);
}
