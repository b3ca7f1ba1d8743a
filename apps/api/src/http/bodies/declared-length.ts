import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { beginProblem, headersOf } from '@fulcrum/http';
import type { UploadPaths } from './upload-paths.ts';

/**
 * How long the rest of a refused body is taken, and thrown away: the answer to a client that is still sending would be
 * lost with its connection.
 */
const LINGER_MS = 1_000;

/** Tells no client to go on with a body that will be refused. */
export function continueWithSmallBodies(server: Server, uploads: UploadPaths): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!isTooLarge(request, uploads)) response.writeContinue();
    server.emit('request', request, response);
  });
}

/**
 * Refuses a request whose body is too large by its own word, at once: it may never come.
 *
 * @returns whether it was refused.
 */
export function refusedByLength(request: IncomingMessage, response: ServerResponse, uploads: UploadPaths): boolean {
  if (!isTooLarge(request, uploads)) return false;
  response.setHeaders(headersOf('data')).setHeader('Connection', 'close');
  const text = beginProblem(response, uploads.tooLarge(request));
  response.setHeader('Content-Length', Buffer.byteLength(text));
  // That is the whole answer. The end is that of the connection.
  response.write(text);
  const lingering = setTimeout(() => response.end(), LINGER_MS);
  request.resume().once('end', () => response.end());
  response.once('close', () => clearTimeout(lingering));
  return true;
}

function isTooLarge(request: IncomingMessage, uploads: UploadPaths): boolean {
  return Number(request.headers['content-length'] ?? 0) > uploads.mostBytes(request);
}
