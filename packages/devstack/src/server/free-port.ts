import { createServer } from 'node:net';
import { reservePort } from './reserved-ports.ts';

/**
 * The range is below the ports of outgoing connections. Otherwise a client that keeps reconnecting to a stopped server
 * could be given the server's own port, and the server could not be started there again.
 */
const lowestPort = 20_000;
const highestPort = 32_000;
const attempts = 50;

/** A TCP port on 127.0.0.1 that nobody listens on, and that no other process has chosen to listen on. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = lowestPort + Math.floor(Math.random() * (highestPort - lowestPort));
    if (reservePort(port) && (await canListen(port))) return port;
  }
  throw new Error(`No free port was found between ${lowestPort} and ${highestPort} on 127.0.0.1.`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}
