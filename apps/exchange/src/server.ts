import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen } from '@fulcrum/service';
import { type WebSocket, WebSocketServer } from 'ws';
import { Client, type CurrentBook } from './client.ts';
import type { ExchangeMetrics } from './exchange-metrics.ts';
import { watchHeartbeat } from './heartbeat.ts';
import type { Limits } from './limits.ts';
import { Outbox } from './outbox.ts';
import { RequestRate } from './request-rate.ts';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly maxConnections: number;
  readonly limits: Limits;
  readonly metrics: ExchangeMetrics;
  readonly nowMs: () => number;
  readonly currentBook: CurrentBook;
}

const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;
/** Requests that are not connections yet, beyond those that are. */
const MAX_HANDSHAKES = 1_000;
const HANDSHAKE_MS = 10_000;

/** Accepts clients over WebSocket, and passes ticks on to them. */
export class ExchangeServer {
  readonly #options: ServerOptions;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #clients = new Map<WebSocket, Client>();

  constructor(options: ServerOptions) {
    this.#options = options;
    const { limits, maxConnections } = options;
    this.#http = createServer((_request, response) => response.writeHead(426, { upgrade: 'websocket' }).end());
    this.#http.maxConnections = maxConnections + MAX_HANDSHAKES;
    this.#http.headersTimeout = HANDSHAKE_MS;
    this.#http.requestTimeout = HANDSHAKE_MS;
    this.#sockets = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: limits.maxPayloadBytes });
    this.#http.on('upgrade', (request, socket, head) => {
      // A client may go away in the middle of the handshake; there is nobody to tell.
      socket.on('error', () => socket.destroy());
      if (this.#clients.size >= maxConnections) refuse(socket);
      else this.#sockets.handleUpgrade(request, socket, head, (accepted) => this.#accept(accepted));
    });
  }

  /** @returns the port that it listens on. */
  async start(): Promise<number> {
    const { host, port } = this.#options;
    await listen(this.#http, port, host);
    return (this.#http.address() as AddressInfo).port;
  }

  tick(stream: string, frame: Buffer): void {
    for (const client of this.#clients.values()) client.tick(stream, frame);
  }

  /** Says goodbye to everybody, and waits a moment for their answers. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#http.close(resolve));
    this.#http.closeAllConnections();
    for (const socket of this.#clients.keys()) socket.close(GOING_AWAY, 'the venue is stopping');
    const terminate = () => {
      for (const socket of this.#clients.keys()) socket.terminate();
    };
    const timer = setTimeout(terminate, this.#options.limits.closeWithinMs);
    await closed;
    clearTimeout(timer);
  }

  #accept(socket: WebSocket): void {
    const { limits, metrics, currentBook, nowMs } = this.#options;
    const client = new Client(new Outbox(socket, limits, metrics), limits, currentBook);
    const rate = new RequestRate(limits.maxRequestsPerSecond);
    this.#clients.set(socket, client);
    metrics.connections.set(this.#clients.size);
    // Malformed and oversized messages end up here; the library has closed the socket with the code for it.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#clients.delete(socket);
      metrics.connections.set(this.#clients.size);
      client.close();
    });
    socket.on('message', (data, isBinary) => {
      if (rate.allows(nowMs())) client.receive(isBinary ? undefined : data.toString());
      else this.#dismiss(socket, 'busy', 'too many messages');
    });
    watchHeartbeat(socket, limits, () => this.#dismiss(socket, 'silent', 'no pong came'));
  }

  /** A client that does not answer with a Close of its own is cut off soon. */
  #dismiss(socket: WebSocket, why: string, reason: string): void {
    const { limits, metrics } = this.#options;
    metrics.dropped.inc({ why });
    this.#clients.get(socket)?.close();
    socket.removeAllListeners('message');
    socket.close(POLICY_VIOLATION, reason);
    const timer = setTimeout(() => socket.terminate(), limits.closeWithinMs);
    socket.on('close', () => clearTimeout(timer));
  }
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
