import { type FileHandle, mkdir, open, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, compareLogIds, LOG_START, type LogEntry, type LogId } from '@fulcrum/log';
import { findEnd, journalFileName, journalFiles } from './journal-files.ts';
import type { JournalLease } from './journal-lease.ts';
import { toJournalLine } from './journal-line.ts';

/** A file that has grown to this size is followed by a new one. */
const FILE_BYTES = 64 * 1024 * 1024;

/** Appends the log to the files of a folder: by id, never twice, and safe on the disk before it says so. */
export class JournalWriter {
  readonly #directory: string;
  readonly #lease: JournalLease | undefined;
  #file: FileHandle | undefined;
  #size = 0;
  #last: LogEntry | undefined;

  private constructor(directory: string, lease: JournalLease | undefined, last?: LogEntry) {
    this.#directory = directory;
    this.#lease = lease;
    this.#last = last;
  }

  /**
   * Opens a folder, and cuts off a line that a crash left unfinished.
   *
   * @param lease the right to write there, needed where other processes may want to write, too. The last file is left as
   *   it is, and a new one begun, where the owner before may still be in the middle of a write, and where the file ends
   *   with lines that are no entries.
   */
  static async open(directory: string, lease?: JournalLease): Promise<JournalWriter> {
    await mkdir(directory, { recursive: true });
    for (const path of (await journalFiles(directory)).reverse()) {
      const { wholeLength, last, isBroken } = await findEnd(path);
      if (wholeLength === 0) await unlink(path);
      else if (!lease?.isTakenOver) await truncate(path, wholeLength);
      if (last === undefined) continue;
      if (lease?.isTakenOver || isBroken) return new JournalWriter(directory, lease, last);
      const writer = new JournalWriter(directory, lease, last);
      writer.#file = await open(path, 'a');
      // What a killed process wrote last may be in the system's memory alone.
      await writer.#file.datasync();
      writer.#size = wholeLength;
      return writer;
    }
    return new JournalWriter(directory, lease);
  }

  /** The last entry that is safe in a file. */
  get position(): LogId {
    return this.#last?.id ?? LOG_START;
  }

  /** Whether an entry is the last one that is safe in a file: ids can recur after a fail-over. */
  isLast(entry: LogEntry): boolean {
    return this.#last !== undefined && bareLine(entry) === bareLine(this.#last);
  }

  /**
   * Appends entries that come after all before them, and returns once they are safe.
   *
   * @param hole why what stood in the log before the first of them is missing, where something is.
   * @throws LeaseLostError when the folder is somebody else's by now; nothing is written then.
   */
  async append(entries: readonly LogEntry[], hole?: string): Promise<void> {
    const [first] = entries;
    const last = entries.at(-1);
    if (first === undefined || last === undefined) return;
    for (const [at, { id }] of entries.entries())
      assert(compareLogIds(id, entries[at - 1]?.id ?? this.position) > 0, 'a journal never goes back');
    const lines = entries.map((entry, at) => {
      const after = entries[at - 1]?.id ?? this.position;
      return toJournalLine({ ...entry, after, ...(at === 0 && hole !== undefined ? { hole } : {}) });
    });
    const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    const file = await this.#fileFor(first.id);
    await this.#lease?.check();
    await writeWhole(file, text);
    await file.datasync();
    this.#size += text.length;
    this.#last = last;
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  async #fileFor(firstId: LogId): Promise<FileHandle> {
    if (this.#file !== undefined && this.#size < FILE_BYTES) return this.#file;
    await this.close();
    this.#file = await open(join(this.#directory, journalFileName(firstId)), 'a', 0o600);
    await syncFolder(this.#directory);
    this.#size = 0;
    return this.#file;
  }
}

/** What the entry alone says: not what stands before it. */
function bareLine({ id, type, data }: LogEntry): string {
  return toJournalLine({ id, type, data });
}

/** In one call, unless the disk is full, so that a process is not held still in the middle of a line. */
async function writeWhole(file: FileHandle, text: Buffer): Promise<void> {
  for (let at = 0; at < text.length; ) at += (await file.write(text, at)).bytesWritten;
}

/** A new file's name is in its folder, which has to be safe as well. Windows does not let a folder be opened. */
async function syncFolder(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(directory, 'r');
  await folder.sync().finally(() => folder.close());
}
