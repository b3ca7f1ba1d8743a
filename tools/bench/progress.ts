const REDRAW_MS = 1_000;

/**
 * Shows the present step and the time of the run on standard error: one line that is redrawn on a terminal, and a line
 * for each step elsewhere.
 */
export class Progress {
  readonly #bench: string;
  readonly #output: NodeJS.WriteStream;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout | undefined;
  #what = 'starting';

  constructor(bench: string, output: NodeJS.WriteStream = process.stderr) {
    this.#bench = bench;
    this.#output = output;
    if (output.isTTY) this.#timer = setInterval(() => this.#redraw(), REDRAW_MS).unref();
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1_000;
  }

  show(what: string): void {
    this.#what = what;
    if (this.#output.isTTY) this.#redraw();
    else this.#output.write(`${this.#line()}\n`);
  }

  /** Removes the line from a terminal. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#output.isTTY) this.#output.write('\r\x1b[K');
  }

  #redraw(): void {
    const width = Math.max(20, (this.#output.columns || 80) - 1);
    this.#output.write(`\r\x1b[K${this.#line().slice(0, width)}`);
  }

  #line(): string {
    return `${this.#bench} ${Math.round(this.seconds)} s: ${this.#what}`;
  }
}
