import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SmallDisk, smallDisk } from '@fulcrum/devstack';
import { afterEach, describe, expect, it, vi } from 'vitest';

const patience = { timeout: 20_000 };

/** A line has about three hundred bytes, so that these go beyond what waits at most. */
const TOO_MANY = 5_000;

const logger = JSON.stringify(join(import.meta.dirname, 'logger.ts'));

/** Writes numbered lines when asked, and says how many it has written and how many of all are lost. */
const PROGRAM = `
  const { createLogger, lostLines } = await import(${logger});
  const logger = createLogger('test', 'info');
  let last = 0;
  process.on('message', ({ lines, fatal }) => {
    for (let count = 0; count < lines; count += 1) logger.info({ number: (last += 1), text: 'x'.repeat(200) });
    if (fatal) { logger.fatal({ number: (last += 1) }); process.exit(1); }
    process.send({ last, lost: lostLines() });
  });
  process.send({ last, lost: 0 });
`;

const children: ChildProcess[] = [];
const disks: SmallDisk[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const disk of disks.splice(0)) disk.remove();
});

async function writer(output: number | 'pipe'): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    stdio: ['ignore', output, 'inherit', 'ipc'],
  });
  children.push(child);
  await once(child, 'message');
  return child;
}

async function write(child: ChildProcess, lines: number): Promise<{ last: number; lost: number }> {
  child.send({ lines });
  const [told] = await once(child, 'message', { signal: AbortSignal.timeout(patience.timeout) });
  return told as { last: number; lost: number };
}

interface Line {
  readonly number?: number;
  readonly lines?: number;
}

/** The lines of a log, each of which is whole. */
const linesOf = (log: string): Line[] =>
  log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const numbersOf = (lines: Line[]): number[] => lines.flatMap(({ number }) => number ?? []);
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe('on a disk that is full', () => {
  it('lines wait for room, and stand whole and in their order when there is some', async ({ skip }) => {
    const { disk, child, log } = await onSmallDisk(skip);
    disk.fill(10_000);
    expect(await write(child, 1_000)).toEqual({ last: 1_000, lost: 0 });
    expect(numbersOf(linesOf(`${log().slice(0, log().lastIndexOf('\n'))}\n`)).length).toBeLessThan(1_000);
    disk.free();
    await vi.waitFor(() => expect(numbersOf(linesOf(log()))).toEqual(upTo(1_000)), patience);
  });

  it('lines beyond a limit are dropped, and their number is told behind those that waited', async ({ skip }) => {
    const { disk, child, log } = await onSmallDisk(skip);
    disk.fill();
    const { lost } = await write(child, TOO_MANY);
    expect(lost).toBeGreaterThan(0);
    disk.free();
    await vi.waitFor(() => expect(linesOf(log()).at(-1)?.lines).toBe(lost), patience);
    expect(await write(child, 1)).toEqual({ last: TOO_MANY + 1, lost });
    // The line goes out at the end of the turn in which the answer does.
    const numbers = [...upTo(TOO_MANY - lost), TOO_MANY + 1];
    await vi.waitFor(() => expect(numbersOf(linesOf(log()))).toEqual(numbers), patience);
  });

  it.for(['a', 'a+'])(
    'a line that a killed process left unfinished is ended by the next one (%s)',
    async (flags, { skip }) => {
      const { disk, child, log, path } = await onSmallDisk(skip, flags);
      disk.fill(10_000);
      await write(child, 1_000);
      await vi.waitFor(() => expect(log()).toMatch(/[^\n]$/), patience);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const before = log().split('\n');
      const next = await startOn(path, flags);
      await write(next, 3);
      disk.free();
      await vi.waitFor(() => expect(log().split('\n').length).toBe(before.length + 4), patience);
      expect(log().split('\n').slice(0, before.length)).toEqual(before);
      expect(numbersOf(linesOf(log().split('\n').slice(before.length).join('\n')))).toEqual([1, 2, 3]);
    },
  );

  it('a process ends, and its last words may be lost', async ({ skip }) => {
    const { disk, child } = await onSmallDisk(skip);
    disk.fill();
    child.send({ lines: 1, fatal: true });
    expect(await once(child, 'exit', { signal: AbortSignal.timeout(patience.timeout) })).toEqual([1, null]);
  });

  async function onSmallDisk(skip: (note: string) => never, flags = 'a') {
    const disk = await smallDisk(4 * 1_024 * 1_024);
    if (disk === undefined) return skip('a file system is mounted by root alone');
    disks.push(disk);
    const path = join(disk.folder, 'log');
    const child = await startOn(path, flags);
    return { disk, child, path, log: () => readFileSync(path, 'utf8') };
  }

  async function startOn(path: string, flags: string): Promise<ChildProcess> {
    const descriptor = openSync(path, flags);
    const child = await writer(descriptor);
    closeSync(descriptor);
    return child;
  }
});

describe('into a pipe that nobody reads', () => {
  it('lines wait, and beyond a limit they are dropped', async () => {
    const child = await writer('pipe');
    const { lost } = await write(child, TOO_MANY);
    expect(lost).toBeGreaterThan(0);
    let log = '';
    child.stdout?.on('data', (bytes) => {
      log += bytes;
    });
    await vi.waitFor(() => expect(log).toContain('lines of this log are lost'), patience);
    expect(await write(child, 1)).toEqual({ last: TOO_MANY + 1, lost });
    await vi.waitFor(() => expect(numbersOf(linesOf(log))).toContain(TOO_MANY + 1), patience);
    expect(linesOf(log).find(({ lines }) => lines !== undefined)?.lines).toBe(lost);
    expect(numbersOf(linesOf(log))).toEqual([...upTo(TOO_MANY - lost), TOO_MANY + 1]);
  });

  it('a process ends', async () => {
    const child = await writer('pipe');
    await write(child, TOO_MANY);
    child.send({ lines: 1, fatal: true });
    expect(await once(child, 'exit', { signal: AbortSignal.timeout(patience.timeout) })).toEqual([1, null]);
  });
});
