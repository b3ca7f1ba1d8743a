import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Requests that are not connections yet, beyond those that are. */
const MAX_HANDSHAKES = 1_000;
const HANDSHAKE_MS = 10_000;
/** How often it is looked for handshakes that take too long. */
const CHECK_MS = 2_000;
/** When to try again, in seconds. */
const RETRY_AFTER = 1;

/** An HTTP server for handshakes alone: whoever asks for anything else is told to upgrade. */
export function createHandshakeServer(maxConnections: number): Server {
  const options = { connectionsCheckingInterval: CHECK_MS };
  const server = createServer(options, (_request, response) => response.writeHead(426, { upgrade: 'websocket' }).end());
  server.maxConnections = maxConnections + MAX_HANDSHAKES;
  server.headersTimeout = HANDSHAKE_MS;
  server.requestTimeout = HANDSHAKE_MS;
  return server;
}

/**
 * Answers a handshake with an HTTP status, for example `404 Not Found`, and is done with it. What is refused for being
 * too much may be tried again a second later.
 */
export function refuseHandshake(socket: Duplex, status: string): void {
  // Without this a client that never closes its side would keep the socket for ever.
  socket.once('finish', () => socket.destroy());
  const retry = /^(429|503)/.test(status) ? `Retry-After: ${RETRY_AFTER}\r\n` : '';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n${retry}Content-Length: 0\r\n\r\n`);
}
