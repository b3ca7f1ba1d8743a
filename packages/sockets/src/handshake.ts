import { createServer, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** The most handshakes in progress, beside the connections. */
const MAX_HANDSHAKES = 1_000;
const HANDSHAKE_MS = 10_000;
/** How often slow handshakes are looked for. */
const CHECK_MS = 2_000;

const tellToUpgrade: RequestListener = (_request, response) => response.writeHead(426, { upgrade: 'websocket' }).end();

const STRANGE_EXPECTATION = JSON.stringify({
  type: 'about:blank',
  title: 'Expectation Failed',
  status: 417,
  detail: 'Nothing but "100-continue" can be expected.',
  code: 'expectation_failed',
});

/** Closes the connection after the answer. Node would keep it open longer than a handshake may take. */
const refuseExpectation: RequestListener = (_request, response) =>
  response
    .writeHead(417, { connection: 'close', 'content-type': 'application/problem+json; charset=utf-8' })
    .end(STRANGE_EXPECTATION);

/** @param answer for requests that are no handshake. By default they are told to upgrade. */
export function createHandshakeServer(maxConnections: number, answer: RequestListener = tellToUpgrade): Server {
  const server = createServer({ connectionsCheckingInterval: CHECK_MS }, answer);
  server.on('checkExpectation', refuseExpectation);
  server.maxConnections = maxConnections + MAX_HANDSHAKES;
  server.headersTimeout = HANDSHAKE_MS;
  server.requestTimeout = HANDSHAKE_MS;
  return server;
}

/** What a refused sender is told, with the seconds after which it makes sense to try again. */
export interface Refused {
  readonly detail: string;
  readonly retryAfter?: number | undefined;
}

/** Refuses a handshake with an HTTP status, for example `404 Not Found`, and closes the connection. */
export function refuseHandshake(socket: Duplex, status: string, refused?: Refused): void {
  // A client that never closes its side would otherwise keep the socket open for ever.
  socket.once('finish', () => socket.destroy());
  const { detail, retryAfter } = refused ?? { detail: '' };
  const headers = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    // A 401 has to name how somebody says who they are (RFC 9110).
    ...(status.startsWith('401') ? ['WWW-Authenticate: Bearer realm="Fulcrum"'] : []),
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
    ...(detail === '' ? [] : ['Content-Type: text/plain; charset=utf-8']),
    `Content-Length: ${Buffer.byteLength(detail)}`,
  ];
  socket.end([...headers, '', detail].join('\r\n'));
}
