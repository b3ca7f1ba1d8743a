import { mkdir, readdir, readFile, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, ownName } from './process-name.ts';

/** How often an owner touches its file, and after what silence it counts as gone or stopped. */
export interface LeaseTimes {
  readonly beatMs: number;
  readonly silenceMs: number;
}

const TIMES: LeaseTimes = { beatMs: 1_000, silenceMs: 6_000 };

const NAME = /^lease-(\d+)$/;
const FREE = 'free';

/** Another process has taken the folder over, because its owner was silent for too long. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

/**
 * The right to write a folder's journal. One process has it at a time. It is a file in the folder itself, so that it holds
 * between containers that share nothing else. Each new lease has the next number, and the file system lets only one process
 * create the file of a number. The new owner removes the files of earlier leases. An owner that was stopped for a while
 * finds its file gone, and writes no more.
 */
export class JournalLease {
  readonly #path: string;
  readonly #beating: NodeJS.Timeout;
  /** The owner before this one did not release it, and may still be in the middle of a write. */
  readonly isTakenOver: boolean;

  private constructor(path: string, isTakenOver: boolean, { beatMs }: LeaseTimes) {
    this.#path = path;
    this.isTakenOver = isTakenOver;
    // Where the file is gone, the check before the next write finds that out.
    this.#beating = setInterval(() => void touch(path).catch(() => {}), beatMs).unref();
  }

  /**
   * Waits until the folder is free, or its owner is gone.
   *
   * @param onWait told once when somebody else has it.
   */
  static async acquire(
    directory: string,
    signal: AbortSignal,
    onWait: () => void,
    times = TIMES,
  ): Promise<JournalLease> {
    await mkdir(directory, { recursive: true });
    let seen = { beat: '', at: performance.now() };
    let isTold = false;
    for (;;) {
      signal.throwIfAborted();
      const newest = (await leasesIn(directory)).at(-1);
      const owner = newest === undefined ? FREE : await readOwner(directory, newest);
      const beat = newest === undefined ? '' : await beatOf(directory, newest);
      if (beat !== seen.beat) seen = { beat, at: performance.now() };
      const isSilent = performance.now() - seen.at >= times.silenceMs;
      if (owner === FREE || hasEnded(owner) || isSilent) {
        const taken = await take(directory, (newest ?? 0) + 1);
        if (taken !== undefined) return new JournalLease(taken, owner !== FREE, times);
        continue;
      }
      if (!isTold) onWait();
      isTold = true;
      await sleep(times.beatMs / 2, undefined, { signal });
    }
  }

  /** @throws LeaseLostError when somebody else has it now. To be asked before each write. */
  async check(): Promise<void> {
    const isThere = await stat(this.#path).then(
      () => true,
      () => false,
    );
    if (!isThere) throw new LeaseLostError('another recorder has taken the journal over');
  }

  /** Lets the next one have it at once. */
  async release(): Promise<void> {
    clearInterval(this.#beating);
    // Not made anew when it is gone: then it belongs to somebody else.
    await writeFile(this.#path, FREE, { flag: 'r+' }).catch(() => {});
  }
}

function pathOf(directory: string, number: number): string {
  return join(directory, `lease-${number}`);
}

/** The numbers of the folder's leases, in their order. */
async function leasesIn(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names.flatMap((name) => (NAME.test(name) ? [Number(NAME.exec(name)?.[1])] : [])).sort((a, b) => a - b);
}

/** @returns the path, or undefined when somebody else was faster. */
async function take(directory: string, number: number): Promise<string | undefined> {
  const path = pathOf(directory, number);
  try {
    await writeFile(path, ownName(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    // On a full disk it is there, without the name of its owner: all would take it for somebody else's.
    await unlink(path).catch(() => {});
    throw error;
  }
  const leases = await leasesIn(directory);
  const isNewest = leases.at(-1) === number;
  const gone = isNewest ? leases.slice(0, -1) : [number];
  for (const other of gone) await unlink(pathOf(directory, other)).catch(() => {});
  return isNewest ? path : undefined;
}

async function readOwner(directory: string, number: number): Promise<string> {
  const text = await readFile(pathOf(directory, number), 'utf8').catch(() => '');
  // A released one has the rest of its owner's name behind the word.
  return text.startsWith(FREE) ? FREE : text;
}

async function beatOf(directory: string, number: number): Promise<string> {
  const touched = await stat(pathOf(directory, number)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return `${number} ${touched}`;
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now);
}
