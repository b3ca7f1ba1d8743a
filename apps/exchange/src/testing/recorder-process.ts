import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../recorder/src/main.ts', import.meta.url));

/** A recorder in a process of its own, as it runs beside the venue. */
export class RecorderProcess {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];

  constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, [PROGRAM], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#lines.push(...text.trim().split('\n')));
  }

  /** What it has said beyond what is usual. */
  get warnings(): string[] {
    return this.#lines.filter((line) => Number((JSON.parse(line) as { level: unknown }).level) >= 40);
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
