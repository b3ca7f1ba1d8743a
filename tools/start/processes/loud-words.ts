import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { z } from 'zod';

/** A message that nobody may miss begins with words in capitals, such as `THE LOG WAS LOST: ...`. */
const LOUD = /^[A-Z]+(?: [A-Z]+){2,}\b/;

/** What a line has to have to be looked at at all. */
const MAYBE_LOUD = /"(?:msg|message)":"[A-Z]+ [A-Z]+ [A-Z]/;

const PIECE_BYTES = 256 * 1024;

/** One look reads no more: whatever a process writes beyond that is read with the next one. */
const MOST_PIECES = 32;

const line = z.object({
  level: z.enum(['error', 'fatal']),
  msg: z.string().optional(),
  err: z.object({ message: z.string() }).optional(),
});

/** Reads what a process's log says loudly, from now on. A log that is cut short begins anew. */
export class LoudWords {
  readonly #path: string;
  #position: number;

  constructor(path: string) {
    this.#path = path;
    this.#position = sizeOf(path);
  }

  /** What was said since the last look, each once, however many times it was said. */
  look(): string[] {
    const said = new Set<string>();
    const file = openSync(this.#path, 'r');
    try {
      if (fstatSync(file).size < this.#position) this.#position = 0;
      for (let pieces = 0; pieces < MOST_PIECES; pieces += 1) {
        const piece = readPiece(file, this.#position);
        const whole = piece.lastIndexOf('\n') + 1;
        // A line that is not complete yet is read with the next look; one that fills the piece is passed over.
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

/** What all processes say loudly, of which two engines may say the same. */
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
    // Not a line of ours, or one that is no error.
    return [];
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
