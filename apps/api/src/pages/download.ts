import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** A client that takes longer is cut off. */
const LIMIT_MS = 5 * 60_000;

/** A long answer: its parts are made as its client takes them. */
export interface Download {
  /** The header Content-Type. */
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: AsyncGenerator<string | Uint8Array, void>;
}

/**
 * Sends a long answer. What goes wrong before its first part is answered as a problem; later the connection is cut off, so
 * that nobody takes a part for the whole.
 */
export async function sendDownload(response: Response, status: number, download: Download): Promise<void> {
  const { type, headers, chunks } = download;
  try {
    const first = await chunks.next();
    response.status(status).set({ 'Cache-Control': 'no-store', 'Content-Type': type, ...headers });
    const readable = Readable.from(startingWith(first, chunks));
    await pipeline(readable, response, { signal: AbortSignal.timeout(LIMIT_MS) });
  } catch (error) {
    if (!response.headersSent || !isClients(error)) throw error;
  } finally {
    await chunks.return();
  }
}

type Chunk = string | Uint8Array;

async function* startingWith(first: IteratorResult<Chunk, void>, rest: AsyncGenerator<Chunk, void>) {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

/** Whether a download ended because its client went away, or was too slow. */
function isClients(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR';
}
