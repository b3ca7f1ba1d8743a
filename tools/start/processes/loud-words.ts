import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { z } from 'zod';

/** A loud message begins with words in capitals, such as `THE LOG WAS LOST: ...`. It must not be missed. */
const LOUD = /^[A-Z]+(?: [A-Z]+){2,}\b/;

/** A quick test of a line, before it is parsed. */
const MAYBE_LOUD = /"(?:msg|message)":"[A-Z]+ [A-Z]+ [A-Z]/;

const PIECE_BYTES = 256 * 1024;

/** The most pieces that one look reads. The rest is read with the next look. */
const MOST_PIECES = 32;

const line = z.object({
  level: z.enum(['error', 'fatal']),
  msg: z.string().optional(),
  err: z.object({ message: z.string() }).optional(),
});

/** Reads the loud messages of a process's log from now on. A log that was cut is read from its beginning. */
export class LoudWords {
  readonly #path: string;
  #position: number;

  constructor(path: string) {
    this.#path = path;
    this.#position = sizeOf(path);
  }

  /** The loud messages since the last look, each once. */
  look(): string[] {
    const said = new Set<string>();
    const file = openSync(this.#path, 'r');
    try {
      if (fstatSync(file).size < this.#position) this.#position = 0;
      for (let pieces = 0; pieces < MOST_PIECES; pieces += 1) {
        const piece = readPiece(file, this.#position);
        const whole = piece.lastIndexOf('\n') + 1;
        // An incomplete line is read with the next look. One that fills the whole piece is skipped.
        const taken = whole === 0 && piece.length === PIECE_BYTES ? piece.length : whole;
        if (taken === 0) break;
        this.#position += taken;
        for (const text of piece.toString('utf8', 0, whole).split('\n'))
          for (const loud of loudIn(text)) said.add(loud);
      }
    } finally {
      closeSync(file);
    }
    return [...said];
  }
}

/** The loud messages of all processes, each once: two engines may say the same. */
export function lookAtAll(words: ReadonlyMap<string, LoudWords>): string[] {
  const said = new Map<string, string>();
  for (const [name, log] of words)
    for (const text of log.look()) if (!said.has(text)) said.set(text, `${name}: ${text}`);
  return [...said.values()];
}

function readPiece(file: number, position: number): Buffer {
  const piece = Buffer.alloc(PIECE_BYTES);
  return piece.subarray(0, readSync(file, piece, 0, PIECE_BYTES, position));
}

function loudIn(text: string): string[] {
  if (!MAYBE_LOUD.test(text)) return [];
  try {
    const { msg, err } = line.parse(JSON.parse(text));
    return [msg, err?.message].filter((words) => words !== undefined && LOUD.test(words)).slice(0, 1) as string[];
  } catch {
    // It is not a JSON line, or not an error.
    return [];
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
