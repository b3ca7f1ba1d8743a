import { retryAfterMs } from './retry-after.ts';

/** How long a venue may take for an answer. */
const ANSWER_MS = 5_000;

/** Four times what a thousand klines have. */
export const MAX_ANSWER_BYTES = 1_024 * 1_024;

/** These find fault with the question, and any other that is none of success with whoever asks, or with the venue itself. */
const FAULTS_OF_QUESTION: ReadonlySet<number> = new Set([400, 404, 422]);

/** A venue that answers nobody now, or not us: it would answer another question no better. */
export class VenueError extends Error {
  override name = 'VenueError';
  /** For how long it wants to be left alone; undefined where it does not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { cause, retryAfterMs }: { cause?: unknown; retryAfterMs?: number | undefined } = {}) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** An answer that is of no use. */
class AnswerError extends Error {
  override name = 'AnswerError';
}

/**
 * Asks a venue for JSON. It is led nowhere else, waits five seconds and reads a megabyte at most.
 *
 * @throws VenueError when the venue answers nobody.
 * @throws Error when this question has no such answer.
 */
export async function fetchJson(url: URL, signal: AbortSignal): Promise<unknown> {
  const bytes = await fetchBytes(url, signal).catch((error) => {
    const isTold = error instanceof VenueError || error instanceof AnswerError;
    if (isTold || signal.aborted) throw error;
    throw new VenueError(`the venue does not answer: ${error.message}`, { cause: error });
  });
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

async function fetchBytes(url: URL, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
  });
  if (response.ok) return readBytes(response);
  await response.body?.cancel();
  const message = `the venue answered with status ${response.status}`;
  if (FAULTS_OF_QUESTION.has(response.status)) throw new AnswerError(message);
  throw new VenueError(message, { retryAfterMs: retryAfterMs(response.headers, Date.now()) });
}

/** Bytes are counted as they come, unpacked: what a header says of them, or how well they are packed, counts for nothing. */
async function readBytes({ body }: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > MAX_ANSWER_BYTES) throw new AnswerError(`the venue's answer has more than ${MAX_ANSWER_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
