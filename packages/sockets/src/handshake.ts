import { createServer, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Requests that are not connections yet, beyond those that are. */
const MAX_HANDSHAKES = 1_000;
const HANDSHAKE_MS = 10_000;
/** How often it is looked for handshakes that take too long. */
const CHECK_MS = 2_000;

const tellToUpgrade: RequestListener = (_request, response) => response.writeHead(426, { upgrade: 'websocket' }).end();

const STRANGE_EXPECTATION = JSON.stringify({
  type: 'about:blank',
  title: 'Expectation Failed',
  status: 417,
  detail: 'Nothing but "100-continue" can be expected.',
  code: 'expectation_failed',
});

/** Node would keep the connection open, beyond the time that a handshake may take. */
const refuseExpectation: RequestListener = (_request, response) =>
  response
    .writeHead(417, { connection: 'close', 'content-type': 'application/problem+json; charset=utf-8' })
    .end(STRANGE_EXPECTATION);

/** @param answer what is no handshake; without it whoever asks for anything else is told to upgrade. */
export function createHandshakeServer(maxConnections: number, answer: RequestListener = tellToUpgrade): Server {
  const server = createServer({ connectionsCheckingInterval: CHECK_MS }, answer);
  server.on('checkExpectation', refuseExpectation);
  server.maxConnections = maxConnections + MAX_HANDSHAKES;
  server.headersTimeout = HANDSHAKE_MS;
  server.requestTimeout = HANDSHAKE_MS;
  return server;
}

/** What somebody is told who asks too much, and the seconds after which it makes sense to try again. */
export interface Later {
  readonly detail: string;
  readonly retryAfter: number;
}

/** Answers a handshake with an HTTP status, for example `404 Not Found`, and is done with it. */
export function refuseHandshake(socket: Duplex, status: string, later?: Later): void {
  // Without this a client that never closes its side would keep the socket for ever.
  socket.once('finish', () => socket.destroy());
  const { detail, retryAfter } = later ?? { detail: '' };
  const headers = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`, 'Content-Type: text/plain; charset=utf-8']),
    `Content-Length: ${Buffer.byteLength(detail)}`,
  ];
  socket.end([...headers, '', detail].join('\r\n'));
}
