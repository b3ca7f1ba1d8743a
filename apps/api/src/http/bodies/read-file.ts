import type { IncomingMessage } from 'node:http';
import { Problem } from '@fulcrum/http';
import { tooLarge } from './upload-paths.ts';

/** How long the rest of a refused file is taken, and thrown away: its sender reads the answer meanwhile. */
const LINGER_MS = 1_000;

/**
 * Reads a body as it came, and never more of it than there may be.
 *
 * @throws Problem as soon as it is too large, also when it goes on.
 */
export async function readFile(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const { 'content-encoding': encoding = 'identity' } = request.headers;
  // What is compressed could become any size.
  if (encoding !== 'identity') throw new Problem(415, 'file_compressed', 'A file is sent as it is, not compressed.');
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const take = (part: Buffer) => {
      bytes += part.length;
      if (bytes <= maxBytes) return void parts.push(part);
      parts.length = 0;
      request.off('data', take).resume();
      setTimeout(() => request.complete || request.destroy(), LINGER_MS).unref();
      reject(tooLarge(maxBytes));
    };
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(parts)));
    request.once('error', () => reject(cutOff()));
    request.once('close', () => request.complete || reject(cutOff()));
  });
}

/** Nobody reads it. */
function cutOff(): Problem {
  return new Problem(400, 'bad_request', 'The file did not come whole.');
}
