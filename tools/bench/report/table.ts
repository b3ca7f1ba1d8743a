import { type Figure, isMet } from '../bench.ts';
import { formatNumber } from './numbers.ts';

const HEADINGS = ['measure', 'figure', 'floor', 'ratio', 'target', 'met?'] as const;

/** Draws the figures of a bench as a table for people. */
export function drawTable(figures: readonly Figure[]): string {
  const rows = [[...HEADINGS], ...figures.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ');
  const rule = widths.map((width) => '-'.repeat(width)).join('-|-');
  const [headings = [], ...others] = rows;
  return [line(headings), rule, ...others.map(line)].map((text) => text.trimEnd()).join('\n');
}

function cells(figure: Figure): string[] {
  const { name, value, unit, floor, ratio } = figure;
  const met = isMet(figure);
  return [
    name,
    `${formatNumber(value)} ${unit}`,
    floor === undefined ? '' : `${formatNumber(floor.value)} ${unit} (${floor.name})`,
    ratio === undefined ? '' : formatNumber(ratio),
    describeTarget(figure),
    met === undefined ? '' : met ? 'yes' : 'NO',
  ];
}

/** For example "ratio >= 0.8" or "<= 500 ns". */
export function describeTarget({ target, unit }: Figure): string {
  if (target === undefined) return '';
  const { of, atMost, atLeast } = target;
  const bounds = [
    ...(atLeast === undefined ? [] : [`>= ${formatNumber(atLeast)}`]),
    ...(atMost === undefined ? [] : [`<= ${formatNumber(atMost)}`]),
  ].join(', ');
  return of === 'ratio' ? `ratio ${bounds}` : `${bounds} ${unit}`;
}
