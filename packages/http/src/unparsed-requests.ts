import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem } from './problem.ts';
import { headersOf } from './security-headers.ts';

/** What Node's parser finds wrong with a request, by its code. Anything else is no HTTP. */
const FAULTS: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: new Problem(431, 'headers_too_large', 'The headers are larger than 16 kB.'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new Problem(413, 'body_too_large', 'The extensions of a chunk are larger than 16 kB.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, 'request_timeout', 'The request took too long to come.'),
};
const NO_HTTP = new Problem(400, 'bad_request', 'This is no request of HTTP/1.1.');
const NO_TUNNEL = new Problem(405, 'method_not_allowed', 'CONNECT is not possible here: this is no proxy.');

const headers = headersOf('data');

/** Writes a problem as the clients of a server know it. */
export type PrintProblem = (problem: Problem) => { readonly type: string; readonly body: string };

/** Has the server answer in its own words what Node would answer by itself, before any application hears of it. */
export function answerUnparsed(server: Server, print: PrintProblem): void {
  const end = (socket: Duplex, problem: Problem, more: readonly string[] = []) => {
    if (!socket.writable || hasBegunAnswer(socket)) return void socket.destroy();
    // A client that never closes its side would keep the socket for ever.
    socket.once('finish', () => socket.destroy());
    socket.end(rawAnswer(problem, print, more));
  };
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    end(socket, FAULTS[error.code ?? ''] ?? NO_HTTP);
  });
  // Node leaves the socket to whoever takes this, its errors included.
  server.on('connect', (_request, socket: Duplex) => {
    end(
      socket.on('error', () => {}),
      NO_TUNNEL,
      ['Allow: '],
    );
  });
}

/** Node notes the answer that is under way here: a second one in the middle of it would be taken for a part of it. */
function hasBegunAnswer(socket: Duplex & { readonly _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}

/** There is no response to write to. */
function rawAnswer(problem: Problem, print: PrintProblem, more: readonly string[]): string {
  const { type, body } = print(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    ...[...headers].map(([name, value]) => `${name}: ${value}`),
    ...more,
    'Cache-Control: no-store',
    'Connection: close',
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return [...lines, '', body].join('\r\n');
}
