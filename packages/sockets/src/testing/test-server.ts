import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ClientOptions, WebSocket } from 'ws';
import type { ClientSocket } from '../client-socket.ts';
import {
  type Dismissal,
  type HandshakeRefusal,
  type SocketConnection,
  SocketServer,
  type SocketServerOptions,
} from '../socket-server.ts';

/** What a connection takes for too much. */
export const TOO_MUCH = 'too much';

/** A connection that remembers what it was told. */
export class TestConnection implements SocketConnection {
  readonly socket: ClientSocket;
  readonly dismiss: (reason: string) => void;
  readonly received: (string | undefined)[] = [];
  isClosed = false;

  constructor(socket: ClientSocket, dismiss: (reason: string) => void) {
    this.socket = socket;
    this.dismiss = dismiss;
  }

  receive(text: string | undefined): string | undefined {
    this.received.push(text);
    return text === TOO_MUCH ? 'that was too much' : undefined;
  }

  close(): void {
    this.isClosed = true;
  }
}

type Options = Partial<SocketServerOptions<TestConnection>>;

/** A server on a port of its own, and everything that it told. */
export class TestServer {
  readonly server: SocketServer<TestConnection>;
  readonly connections: TestConnection[] = [];
  readonly dismissals: Dismissal[] = [];
  readonly refusals: HandshakeRefusal[] = [];
  #port = 0;

  private constructor(options: Options) {
    this.server = new SocketServer({
      host: '127.0.0.1',
      port: 0,
      maxConnections: 10,
      limits: { maxPayloadBytes: 100, pingEveryMs: 60_000, closeWithinMs: 50 },
      connect: ({ socket, dismiss }) => {
        const connection = new TestConnection(socket, dismiss);
        this.connections.push(connection);
        return connection;
      },
      onRefused: (why) => this.refusals.push(why),
      onError: (error) => {
        throw error;
      },
      onDismissed: (why) => this.dismissals.push(why),
      ...options,
    });
  }

  static async start(options: Options = {}): Promise<TestServer> {
    const started = new TestServer(options);
    started.#port = await started.server.start();
    return started;
  }

  get port(): number {
    return this.#port;
  }

  /** A client that is connected, and the code and reason with which it ends. */
  async connect(path = '/', options: ClientOptions = {}) {
    const socket = new WebSocket(`ws://127.0.0.1:${this.#port}${path}`, options);
    socket.on('error', () => {});
    const closed = new Promise<[number, string]>((resolve) =>
      socket.on('close', (code, reason) => resolve([code, reason.toString()])),
    );
    await once(socket, 'open');
    return { socket, closed };
  }

  /** The status with which a handshake is refused, and when to try again. */
  async refused(path = '/'): Promise<[status: number | undefined, retryAfter: string | undefined]> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.#port}${path}`);
    socket.on('error', () => {});
    const [, { statusCode, headers }] = await once(socket, 'unexpected-response');
    socket.terminate();
    return [statusCode, headers['retry-after']];
  }

  /** A client of TCP alone, which keeps its own side open whatever the server does. */
  connectRaw(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => {});
    return socket;
  }
}

/** A handshake as a client sends it. */
export const handshake = (path = '/') =>
  [
    `GET ${path} HTTP/1.1`,
    ...['Host: a', 'Connection: Upgrade', 'Upgrade: websocket'],
    ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''],
  ].join('\r\n');
