import { retryAfterMs } from './retry-after.ts';

/** The longest wait for an answer. */
const ANSWER_MS = 5_000;

/** Four times the size of a thousand klines. */
export const MAX_ANSWER_BYTES = 1_024 * 1_024;

/** Statuses that blame the question. All others except success blame the asker, or the venue itself. */
const FAULTS_OF_QUESTION: ReadonlySet<number> = new Set([400, 404, 422]);

/** The venue does not answer anybody now, or not us. Another question would fail as well. */
export class VenueError extends Error {
  override name = 'VenueError';
  /** How long it wants to be left alone; undefined if it does not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { cause, retryAfterMs }: { cause?: unknown; retryAfterMs?: number | undefined } = {}) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** The answer cannot be used. */
class AnswerError extends Error {
  override name = 'AnswerError';
}

/**
 * Asks a venue for JSON. It follows no redirection, waits at most five seconds and reads at most a megabyte.
 *
 * @throws VenueError when the venue does not answer anybody.
 * @throws Error when this question has no usable answer.
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

/** Reads the body. Unpacked bytes are counted, whatever the headers say. */
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
