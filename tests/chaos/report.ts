import type { Outcome, Progress } from './outcome.ts';

/** One line a second on standard error: the time, the load, and the present disturbance. */
export class ProgressLines {
  readonly #output: NodeJS.WriteStream;
  readonly #startedAt = performance.now();
  #toldAt = performance.now();
  #orders = 0;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
  }

  show({ doing, figures }: Progress): void {
    const now = performance.now();
    const perSecond = Math.round((1_000 * (figures.orders - this.#orders)) / (now - this.#toldAt));
    this.#orders = figures.orders;
    this.#toldAt = now;
    const seconds = String(Math.round((now - this.#startedAt) / 1_000)).padStart(4);
    const open = figures.pending - figures.settledLater;
    this.#output.write(`${seconds} s  ${String(perSecond).padStart(4)} orders/s  ${open} unsettled  ${doing}\n`);
  }
}

/** The final table, and each finding in words. */
export function drawReport({ figures, journal, venue, findings, faults, ...outcome }: Outcome): string {
  const { lost, doubled, early, wrong } = findings.counts;
  const statuses = [...figures.statuses].sort().map(([status, count]) => `${status === 0 ? 'none' : status}: ${count}`);
  const rows: [string, string | number][] = [
    ['orders sent', figures.orders],
    ['  a second, undisturbed', Math.round(outcome.calmOrdersPerSecond)],
    ['  acknowledged', figures.acknowledged],
    ['  pending, then settled', `${figures.settledLater} of ${figures.pending}`],
    ['lost', lost],
    ['doubled', doubled],
    ['said too early not to be there', early],
    ['otherwise not as told', wrong],
    ['longest time without an answer', `${(figures.longestSilenceMs / 1_000).toFixed(1)} s`],
    ['requests', `${figures.requests} (${statuses.join(', ')})`],
    ['signed up meanwhile', `${figures.newcomers}, in ${figures.signInAttempts} attempts`],
    ['log entries', `${journal.entries}, ${journal.ticks} of them ticks`],
    ['results', journal.results],
    ['closings', counted(journal.closings)],
    ['orders of each kind', counted(journal.kinds)],
    ['snapshots compared', journal.snapshotPoints],
    ['the order book', `${venue.orders} orders, ${venue.trades} trades, ${venue.entries} entries of its log`],
    ["  clients' books compared", `${venue.books} over ${venue.connections} connections`],
    ['feed events compared', `${outcome.feedEvents} over ${outcome.feedConnections} connections`],
    ['comparisons', findings.comparisons],
    ['faults done', [...faults.values()].reduce((sum, count) => sum + count, 0)],
    ...[...faults].sort().map(([name, count]): [string, number] => [`  ${name}`, count]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const table = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  const rest = findings.total - findings.shown.length;
  return [...table, ...findings.shown, ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n');
}

function counted(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name}: ${count}`).join(', ');
}
