import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { headersOf, PROBLEM_TYPE, Problem, problemText, sendProblem } from '@fulcrum/http';

/** What Node's parser finds wrong with a request, by its code. Anything else is no HTTP. */
const FAULTS: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: new Problem(431, 'headers_too_large', 'The headers are larger than 16 kB.'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new Problem(413, 'body_too_large', 'The extensions of a chunk are larger than 16 kB.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, 'request_timeout', 'The request took too long to come.'),
};
const NO_HTTP = new Problem(400, 'bad_request', 'This is no request of HTTP/1.1.');
const NO_TUNNEL = new Problem(405, 'method_not_allowed', 'CONNECT is not possible here: this is no proxy.');
const NO_HOST = new Problem(400, 'bad_request', 'A request of HTTP/1.1 needs the header Host.');
const STRANGE_EXPECTATION = new Problem(417, 'expectation_failed', 'Nothing but "100-continue" can be expected.');

const headers = headersOf('data');

/** Has the server answer as problems what Node would answer by itself, before any application hears of it. */
export function answerParserFaults(server: Server): void {
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
  server.on('checkExpectation', (_request, response: ServerResponse) => refuse(response, STRANGE_EXPECTATION));
}

/**
 * Refuses a request without the header `Host`, which Node would without a word.
 *
 * @returns whether it was refused.
 */
export function refusedWithoutHost({ httpVersion, headers }: IncomingMessage, response: ServerResponse): boolean {
  if (httpVersion !== '1.1' || headers.host !== undefined) return false;
  refuse(response, NO_HOST);
  return true;
}

function refuse(response: ServerResponse, problem: Problem): void {
  response.setHeaders(headers).setHeader('Connection', 'close');
  sendProblem(response, problem);
}

/** Node notes the answer that is under way here: a second one in the middle of it would be taken for a part of it. */
function hasBegunAnswer(socket: Duplex & { readonly _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}

function end(socket: Duplex, problem: Problem, more: readonly string[] = []): void {
  if (!socket.writable || hasBegunAnswer(socket)) return void socket.destroy();
  // A client that never closes its side would keep the socket for ever.
  socket.once('finish', () => socket.destroy());
  socket.end(rawAnswer(problem, more));
}

/** There is no response to write to. */
function rawAnswer(problem: Problem, more: readonly string[]): string {
  const body = problemText(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    ...[...headers].map(([name, value]) => `${name}: ${value}`),
    ...more,
    'Cache-Control: no-store',
    'Connection: close',
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return [...lines, '', body].join('\r\n');
}
