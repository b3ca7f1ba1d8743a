import { createServer } from 'node:net';

/**
 * The range is below the ports of outgoing connections. Otherwise a client that keeps reconnecting to a stopped server
 * could be given the server's own port, and the server could not be started there again.
 */
const lowestPort = 20_000;
const highestPort = 32_000;
const attempts = 50;

/**
 * Ports that one process tries first. A port is free until its server listens, some seconds later: processes that choose
 * among the same ports at once could choose the same one.
 */
const portsOfProcess = 100;
const lowestOfProcess = lowestPort + (process.pid % ((highestPort - lowestPort) / portsOfProcess)) * portsOfProcess;

/**
 * The ports that this process has given out. None is given out twice, so servers that start together do not collide.
 */
const given = new Set<number>();

/** A TCP port on 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 2 * attempts; attempt += 1) {
    const port =
      attempt < attempts ? among(lowestOfProcess, portsOfProcess) : among(lowestPort, highestPort - lowestPort);
    if (given.has(port) || !(await canListen(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`No free port was found between ${lowestPort} and ${highestPort} on 127.0.0.1.`);
}

function among(lowest: number, ports: number): number {
  return lowest + Math.floor(Math.random() * ports);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}
