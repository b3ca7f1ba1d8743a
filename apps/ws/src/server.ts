import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen } from '@fulcrum/service';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Connection } from './connection.ts';
import type { FeedMetrics } from './feed-metrics.ts';
import { Heartbeat } from './heartbeat.ts';
import type { Limits } from './limits.ts';

export interface FeedServerOptions {
  readonly host: string;
  readonly port: number;
  readonly maxConnections: number;
  readonly limits: Limits;
  readonly metrics: FeedMetrics;
  readonly connect: (socket: WebSocket, request: IncomingMessage) => Connection;
}

const PATHS = ['/', '/ws'];
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;
/** Requests that are not connections yet, beyond those that are. */
const MAX_HANDSHAKES = 1_000;
const HANDSHAKE_MS = 10_000;

/** Accepts WebSocket connections, and joins each socket to its connection. */
export class FeedServer {
  readonly #options: FeedServerOptions;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #heartbeat: Heartbeat;
  readonly #connections = new Map<WebSocket, Connection>();

  constructor(options: FeedServerOptions) {
    this.#options = options;
    const { limits, maxConnections } = options;
    this.#http = createServer((_request, response) => response.writeHead(426, { upgrade: 'websocket' }).end());
    this.#http.maxConnections = maxConnections + MAX_HANDSHAKES;
    this.#http.headersTimeout = HANDSHAKE_MS;
    this.#http.requestTimeout = HANDSHAKE_MS;
    this.#sockets = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: limits.maxPayloadBytes });
    this.#heartbeat = new Heartbeat(limits.pingEveryMs);
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  get connections(): Iterable<Connection> {
    return this.#connections.values();
  }

  /** @returns the port that it listens on. */
  async start(): Promise<number> {
    const { host, port } = this.#options;
    await listen(this.#http, port, host);
    return (this.#http.address() as AddressInfo).port;
  }

  /** Says goodbye to everybody, and waits a moment for their answers. */
  async stop(): Promise<void> {
    this.#heartbeat.stop();
    const closed = new Promise((resolve) => this.#http.close(resolve));
    this.#http.closeAllConnections();
    for (const socket of this.#connections.keys()) socket.close(GOING_AWAY, 'the server is stopping');
    const terminate = () => {
      for (const socket of this.#connections.keys()) socket.terminate();
    };
    const timer = setTimeout(terminate, this.#options.limits.closeWithinMs);
    await closed;
    clearTimeout(timer);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A client may go away in the middle of the handshake; there is nobody to tell.
    socket.on('error', () => socket.destroy());
    const [path = ''] = (request.url ?? '').split('?');
    if (!PATHS.includes(path)) {
      refuse(socket, '404 Not Found');
    } else if (this.#connections.size >= this.#options.maxConnections) {
      this.#options.metrics.refused.inc();
      refuse(socket, '503 Service Unavailable');
    } else {
      this.#sockets.handleUpgrade(request, socket, head, (accepted) => this.#accept(accepted, request));
    }
  }

  #accept(socket: WebSocket, request: IncomingMessage): void {
    const connection = this.#options.connect(socket, request);
    this.#connections.set(socket, connection);
    this.#heartbeat.watch(socket);
    // Malformed and oversized frames end up here; the library has closed the socket with the code for it.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#connections.delete(socket);
      connection.close();
    });
    socket.on('message', (data, isBinary) => {
      if (connection.receive(isBinary ? undefined : data.toString())) return;
      this.#options.metrics.dropped.inc();
      socket.removeAllListeners('message');
      socket.close(POLICY_VIOLATION, 'too many unhandled messages');
    });
  }
}

function refuse(socket: Duplex, status: string): void {
  // Without this a client that never closes its side would keep the socket for ever.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
