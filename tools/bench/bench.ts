/** One measure of a bench: its figure, the figure to compare with, and its target. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The figure to compare with, from the same run: the same work without the part that is judged. */
  readonly floor?: { readonly name: string; readonly value: number } | undefined;
  /** The figure and its floor as a ratio. Each bench decides which one is divided by the other. */
  readonly ratio?: number | undefined;
  readonly target?: Target | undefined;
}

export interface Target {
  readonly of: 'value' | 'ratio';
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** The context of a run. */
export interface BenchContext {
  /** Tells people what is being measured now. */
  readonly progress: (what: string) => void;
  /** Aborted when the bench has to stop. The bench then stops everything that it started, and `run` rejects. */
  readonly signal: AbortSignal;
}

/** A bench. The `index.ts` of its folder exports it as `bench`. */
export interface Bench {
  readonly name: string;
  readonly run: (context: BenchContext) => Promise<Figure[]>;
}

/**
 * Whether a figure reaches its target; undefined when it has none. A figure that could not be measured (a missing ratio,
 * no number) has missed its target.
 */
export function isMet(figure: Figure): boolean | undefined {
  const { target } = figure;
  if (target === undefined) return undefined;
  const measured = target.of === 'ratio' ? figure.ratio : figure.value;
  if (measured === undefined || Number.isNaN(measured)) return false;
  return measured <= (target.atMost ?? Number.POSITIVE_INFINITY) && measured >= (target.atLeast ?? -Infinity);
}
