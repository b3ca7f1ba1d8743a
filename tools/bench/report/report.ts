import { type Figure, isMet } from '../bench.ts';
import { type Machine, machineLine } from '../machine.ts';
import { formatNumber } from './numbers.ts';
import { describeTarget, drawTable } from './table.ts';

/** What became of one bench. */
export interface BenchReport {
  readonly name: string;
  readonly seconds: number;
  readonly figures: readonly Figure[];
  /** Why it could not measure, when it could not. */
  readonly error?: string | undefined;
}

/** The text for people: the machine, and a table for each bench. */
export function printReport(machine: Machine, reports: readonly BenchReport[]): string {
  return [machineLine(machine), ...reports.map(printBench)].join('\n\n');
}

function printBench({ name, seconds, figures, error }: BenchReport): string {
  const title = `${name} (${formatNumber(seconds)} s)`;
  const body = error === undefined ? drawTable(figures) : `could not be measured: ${error}`;
  return `${title}\n\n${body}`;
}

/** One JSON document; each figure that has a target says whether it is met. */
export function reportJson(machine: Machine, reports: readonly BenchReport[]): string {
  const benches = reports.map(({ figures, ...report }) => ({
    ...report,
    figures: figures.map((figure) => ({ ...figure, isMet: isMet(figure) })),
  }));
  return JSON.stringify({ machine, benches }, null, 2);
}

/** A sentence for each target that was missed, and for each bench that could not measure. */
export function misses(reports: readonly BenchReport[]): string[] {
  return reports.flatMap(({ name, figures, error }) => [
    ...(error === undefined ? [] : [`${name} could not be measured: ${error}`]),
    ...figures.filter((figure) => isMet(figure) === false).map((figure) => `${name}: ${wordMiss(figure)}`),
  ]);
}

function wordMiss(figure: Figure): string {
  const { name, value, unit, ratio = Number.NaN, target } = figure;
  const came = target?.of === 'ratio' ? `the ratio is ${formatNumber(ratio)}` : `${formatNumber(value)} ${unit}`;
  return `${name}: ${came}, but the target is ${describeTarget(figure)}`;
}

/** A bench that could not measure is a failure in any case; a missed target is one where it was asked for. */
export function exitStatus(reports: readonly BenchReport[], check: boolean): number {
  if (reports.some(({ error }) => error !== undefined)) return 1;
  return check && misses(reports).length > 0 ? 1 : 0;
}
