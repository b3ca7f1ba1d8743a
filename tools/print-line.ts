import { once } from 'node:events';

/** Prints a line, and waits while the reader of the output is slow. */
export async function printLine(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}
