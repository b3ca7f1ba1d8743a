import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ListenSettings, limitPeers, listen, type PeerLimit } from '@fulcrum/service';
import { type WebSocket, WebSocketServer } from 'ws';
import { ClientSocket } from './client-socket.ts';
import { createHandshakeServer, refuseHandshake } from './handshake.ts';
import { Heartbeat } from './heartbeat.ts';
import { type Sender, type SenderLimits, type SenderRefusal, Senders } from './limits/senders.ts';
import { Framer } from './sending/text-frame.ts';

/** One client, as the server sees it. */
export interface SocketConnection {
  /** Why the client has to go before it has said anything. It is told so like anybody else. */
  readonly refusal?: string | undefined;
  /**
   * Takes a message.
   *
   * @param text undefined for a binary message.
   * @returns undefined, or why the client has to go. It is told so in these words, at most 123 bytes of them.
   */
  receive(text: string | undefined): string | undefined;
  /** The client pinged, which the library has answered. @returns as `receive` does. */
  pinged?(): string | undefined;
  /** The client is gone or being sent away: nothing may be sent to it any more. This may be called twice. */
  close(): void;
}

export interface SocketServerLimits {
  /** The largest message that a client may send. */
  readonly maxPayloadBytes: number;
  /** A client that has not answered a ping when the next one is due is gone. */
  readonly pingEveryMs: number;
  /** How long clients may take to say goodbye: when the server stops, and when they are sent away. */
  readonly closeWithinMs: number;
}

/** Why a handshake was refused: there are too many connections, or too much of its sender. */
export type HandshakeRefusal = 'full' | SenderRefusal['why'];

/** What a connection gets of its server. */
export interface Accepted {
  readonly socket: ClientSocket;
  readonly request: IncomingMessage;
  readonly sender: Sender;
  /** Sends the client away, who is told why, in at most 123 bytes. */
  readonly dismiss: (reason: string) => void;
}

/** Why a client was sent away: it asks too much, or answers no pings. */
export type Dismissal = 'busy' | 'silent';

export interface SocketServerOptions<Connection extends SocketConnection> {
  readonly host: string;
  readonly port: number;
  /** The paths that are served; every path, when this is left out. */
  readonly paths?: readonly string[];
  readonly maxConnections: number;
  readonly limits: SocketServerLimits;
  /** What a client is told that answers no pings. When this is left out it is cut off without a word. */
  readonly silenceReason?: string;
  readonly connect: (accepted: Accepted) => Connection;
  /** Answers what is no handshake. When this is left out everybody is told to upgrade. */
  readonly answer?: RequestListener;
  /** What one sender may have; anybody may have everything, when this is left out. */
  readonly senders?: SenderLimits;
  /** What one peer may hold open, whether it has sent its handshake or not. */
  readonly peers?: PeerLimit;
  readonly onRefused?: (why: HandshakeRefusal) => void;
  /** Is told of what went wrong at a server that goes on all the same. */
  readonly onError: (error: Error) => void;
  /** A connection was closed at once, because so many had not even sent their handshake. */
  readonly onDropped?: () => void;
  /** A client was sent away with a reason. */
  readonly onDismissed: (why: Dismissal) => void;
}

/** How long it takes until somebody leaves, nobody knows. */
const FULL = { detail: 'Too many connections.', retryAfter: 1 };

const NOBODY: Sender = { address: '' };

const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

/** Accepts WebSocket connections, and joins each socket to its connection. */
export class SocketServer<Connection extends SocketConnection> {
  readonly #options: SocketServerOptions<Connection>;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #heartbeat: Heartbeat<WebSocket>;
  readonly #framer = new Framer();
  readonly #connections = new Map<WebSocket, Connection>();
  readonly #senders: Senders | undefined;
  /** Says that a connection beneath is in use. */
  readonly #keep: (socket: Socket) => void;

  constructor(options: SocketServerOptions<Connection>) {
    this.#options = options;
    const { limits, maxConnections, senders, peers, onDropped, answer } = options;
    this.#senders = senders && new Senders(senders);
    this.#sockets = createSockets(limits);
    this.#heartbeat = new Heartbeat(limits.pingEveryMs, (socket) => this.#endSilent(socket));
    this.#http = createHandshakeServer(maxConnections, answer);
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    if (onDropped !== undefined) this.#http.on('drop', onDropped);
    this.#keep = peers === undefined ? () => {} : limitPeers(this.#http, peers);
  }

  get connections(): Iterable<Connection> {
    return this.#connections.values();
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /**
   * @param settings what the port and the host are called, for whoever has to change them.
   * @returns the port that it listens on.
   * @throws PortError when the port cannot be had.
   */
  async start(settings?: ListenSettings): Promise<number> {
    const { host, port, onError } = this.#options;
    await listen(this.#http, { port, host, settings, onError });
    this.#heartbeat.start();
    return (this.#http.address() as AddressInfo).port;
  }

  /** Says goodbye to everybody, and waits a moment for their answers. */
  async stop(): Promise<void> {
    this.#heartbeat.stop();
    const closed = new Promise((resolve) => this.#http.close(resolve));
    this.#http.closeAllConnections();
    for (const socket of this.#connections.keys()) socket.close(GOING_AWAY, 'the server is stopping');
    await closed;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { paths, senders } = this.#options;
    this.#keep(request.socket);
    // A client may go away in the middle of the handshake; there is nobody to tell.
    socket.on('error', () => socket.destroy());
    const [path = ''] = (request.url ?? '').split('?');
    const sender = senders?.senderOf(request) ?? NOBODY;
    if (paths !== undefined && !paths.includes(path)) refuseHandshake(socket, '404 Not Found');
    else if (!this.#refuses(sender, socket))
      this.#sockets.handleUpgrade(request, socket, head, (accepted) => this.#accept(accepted, socket, request, sender));
  }

  #refuses(sender: Sender, socket: Duplex): boolean {
    const refusal = this.#senders?.refusal(sender);
    const isFull = this.#connections.size >= this.#options.maxConnections;
    if (refusal === undefined && !isFull) return false;
    this.#options.onRefused?.(refusal?.why ?? 'full');
    if (refusal === undefined) refuseHandshake(socket, '503 Service Unavailable', FULL);
    else refuseHandshake(socket, '429 Too Many Requests', refusal);
    return true;
  }

  #accept(socket: WebSocket, stream: Duplex, request: IncomingMessage, sender: Sender): void {
    const connection = this.#options.connect({
      socket: new ClientSocket(socket, stream, this.#framer),
      request,
      sender,
      dismiss: (reason) => this.#dismiss(socket, 'busy', reason),
    });
    this.#connections.set(socket, connection);
    this.#senders?.joined(sender);
    this.#heartbeat.watch(socket);
    // Malformed and oversized messages end up here; the library has closed the socket with the code for it.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#connections.delete(socket);
      this.#senders?.left(sender);
      connection.close();
    });
    const dismissFor = (reason: string | undefined) => {
      if (reason !== undefined) this.#dismiss(socket, 'busy', reason);
    };
    socket.on('message', (data, isBinary) => dismissFor(connection.receive(isBinary ? undefined : data.toString())));
    socket.on('ping', () => dismissFor(connection.pinged?.()));
    dismissFor(connection.refusal);
  }

  #endSilent(socket: WebSocket): void {
    const { silenceReason } = this.#options;
    if (silenceReason === undefined) socket.terminate();
    else this.#dismiss(socket, 'silent', silenceReason);
  }

  #dismiss(socket: WebSocket, why: Dismissal, reason: string): void {
    // One that is closing already is cut off soon anyway.
    if (socket.readyState !== socket.OPEN) return;
    this.#options.onDismissed(why);
    socket.removeAllListeners('message');
    socket.removeAllListeners('ping');
    this.#connections.get(socket)?.close();
    socket.close(POLICY_VIOLATION, reason);
  }
}

/** The library cuts off by itself whoever does not answer a Close in time; its types do not know that option yet. */
function createSockets({ maxPayloadBytes, closeWithinMs }: SocketServerLimits): WebSocketServer {
  const options = {
    // Messages go past the library, as they are.
    perMessageDeflate: false,
    noServer: true,
    clientTracking: false,
    maxPayload: maxPayloadBytes,
    closeTimeout: closeWithinMs,
  };
  return new WebSocketServer(options);
}
