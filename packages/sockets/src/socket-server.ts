import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ListenSettings, limitPeers, listen, type PeerLimit } from '@fulcrum/service';
import { type WebSocket, WebSocketServer } from 'ws';
import { ClientSocket } from './client-socket.ts';
import { createHandshakeServer, type Refused, refuseHandshake } from './handshake.ts';
import { Heartbeat } from './heartbeat.ts';
import { type Sender, type SenderLimits, type SenderRefusal, Senders } from './limits/senders.ts';
import { Framer } from './sending/text-frame.ts';

/** The server's view of one client. */
export interface SocketConnection {
  /** The reason for which the client is sent away at once, if there is one. */
  readonly refusal?: string | undefined;
  /**
   * Takes a message.
   *
   * @param text undefined for a binary message.
   * @returns the reason for which the client is sent away, at most 123 bytes; undefined if it may stay.
   */
  receive(text: string | undefined): string | undefined;
  /** The client pinged, which the library has answered. @returns as `receive` does. */
  pinged?(): string | undefined;
  /** The client has gone, or is sent away. Nothing may be sent to it any more. This may be called twice. */
  close(): void;
}

export interface SocketServerLimits {
  /** The largest message that a client may send. */
  readonly maxPayloadBytes: number;
  /** The interval of pings. A client that has not answered one when the next is due counts as gone. */
  readonly pingEveryMs: number;
  /** How long clients may take to answer a Close. */
  readonly closeWithinMs: number;
}

/** Why a handshake was refused: too many connections in all, a limit of its sender, or who its sender is. */
export type HandshakeRefusal = 'full' | 'denied' | SenderRefusal['why'];

/** Why a sender may not connect, as an HTTP status such as `401 Unauthorized`. */
export interface Denial extends Refused {
  readonly status: string;
}

/** What the server gives to a connection. */
export interface Accepted {
  readonly socket: ClientSocket;
  readonly request: IncomingMessage;
  readonly sender: Sender;
  /** Sends the client away with a reason of at most 123 bytes. */
  readonly dismiss: (reason: string) => void;
}

/** Why a client was sent away: it sends too much, or does not answer pings. */
export type Dismissal = 'busy' | 'silent';

export interface SocketServerOptions<Connection extends SocketConnection> {
  readonly host: string;
  readonly port: number;
  /** The paths that are served; all paths by default. */
  readonly paths?: readonly string[];
  readonly maxConnections: number;
  readonly limits: SocketServerLimits;
  /** The reason for a client that does not answer pings. By default it is closed without one. */
  readonly silenceReason?: string;
  readonly connect: (accepted: Accepted) => Connection;
  /** Answers requests that are no handshake. By default they are told to upgrade. */
  readonly answer?: RequestListener;
  /** Prepares the server for what is no request of HTTP. By default Node answers that without a word. */
  readonly prepare?: (server: Server) => void;
  /**
   * Finds out whether a sender may connect, behind the limits of senders. A promise must not take long, and there must be
   * a limit to how many are open. By default all may.
   */
  readonly admit?: (request: IncomingMessage) => Promise<Denial | undefined> | undefined;
  /** The limits of one sender; none by default. */
  readonly senders?: SenderLimits;
  /** The limit of a peer's connections, with or without a handshake; none by default. */
  readonly peers?: PeerLimit;
  readonly onRefused?: (why: HandshakeRefusal) => void;
  /** Called with errors after which the server goes on. */
  readonly onError: (error: Error) => void;
  /** A connection was closed at once, because too many were without a handshake. */
  readonly onDropped?: () => void;
  /** A client was sent away with a reason. */
  readonly onDismissed: (why: Dismissal) => void;
}

/** The answer when all connections are taken. Nobody knows when one ends. */
const FULL: Denial = { status: '503 Service Unavailable', detail: 'Too many connections.', retryAfter: 1 };

const STOPPING: Denial = { status: FULL.status, detail: 'The server is stopping.', retryAfter: 1 };

const NOBODY: Sender = { address: '' };

const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

/** Accepts WebSocket connections, and passes each socket's messages to its connection. */
export class SocketServer<Connection extends SocketConnection> {
  readonly #options: SocketServerOptions<Connection>;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #heartbeat: Heartbeat<WebSocket>;
  readonly #framer = new Framer();
  readonly #connections = new Map<WebSocket, Connection>();
  readonly #senders: Senders | undefined;
  #isStopping = false;
  /** Marks a TCP connection as in use. */
  readonly #keep: (socket: Socket) => void;

  constructor(options: SocketServerOptions<Connection>) {
    this.#options = options;
    const { limits, maxConnections, senders, peers, onDropped, answer } = options;
    this.#senders = senders && new Senders(senders);
    this.#sockets = createSockets(limits);
    this.#heartbeat = new Heartbeat(limits.pingEveryMs, (socket) => this.#endSilent(socket));
    this.#http = createHandshakeServer(maxConnections, answer);
    options.prepare?.(this.#http);
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
   * @param settings the names of the settings for port and host, for the error message.
   * @returns the port that it listens on.
   * @throws PortError when the port is taken or forbidden.
   */
  async start(settings?: ListenSettings): Promise<number> {
    const { host, port, onError } = this.#options;
    await listen(this.#http, { port, host, settings, onError });
    this.#heartbeat.start();
    return (this.#http.address() as AddressInfo).port;
  }

  /** Closes all connections, and waits a moment for the clients' answers. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#heartbeat.stop();
    const closed = new Promise((resolve) => this.#http.close(resolve));
    this.#http.closeAllConnections();
    for (const socket of this.#connections.keys()) socket.close(GOING_AWAY, 'the server is stopping');
    await closed;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { paths } = this.#options;
    this.#keep(request.socket);
    // A client may go away in the middle of the handshake; there is nobody to tell.
    socket.on('error', () => socket.destroy());
    const [path = ''] = (request.url ?? '').split('?');
    const isServed = paths === undefined || paths.includes(path);
    if (!isServed) refuseHandshake(socket, '404 Not Found');
    else if (!this.#refuses(this.#senderOf(request), socket)) this.#admit(request, socket, head);
  }

  #admit(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const admission = this.#options.admit?.(request);
    if (admission === undefined) return void this.#take(request, socket, head);
    admission.then(
      (denial) => this.#takeLater(denial, request, socket, head),
      (error) => {
        this.#options.onError(error);
        refuseHandshake(socket, '500 Internal Server Error');
      },
    );
  }

  #senderOf(request: IncomingMessage): Sender {
    return this.#options.senders?.senderOf(request) ?? NOBODY;
  }

  /** Takes a sender who was asked about. Meanwhile others may have taken the last place, or the server may stop. */
  #takeLater(denial: Denial | undefined, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = denial ?? this.#tooLate;
    if (refusal === undefined) return void this.#take(request, socket, head);
    this.#options.onRefused?.(denial === undefined ? 'full' : 'denied');
    refuseHandshake(socket, refusal.status, refusal);
  }

  get #tooLate(): Denial | undefined {
    if (this.#isStopping) return STOPPING;
    return this.#isFull ? FULL : undefined;
  }

  #take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const sender = this.#senderOf(request);
    this.#sockets.handleUpgrade(request, socket, head, (accepted) => this.#accept(accepted, socket, request, sender));
  }

  get #isFull(): boolean {
    return this.#connections.size >= this.#options.maxConnections;
  }

  #refuses(sender: Sender, socket: Duplex): boolean {
    const refusal = this.#senders?.refusal(sender);
    if (refusal === undefined && !this.#isFull) return false;
    this.#options.onRefused?.(refusal?.why ?? 'full');
    if (refusal === undefined) refuseHandshake(socket, FULL.status, FULL);
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
    // A socket that is closing already will end soon.
    if (socket.readyState !== socket.OPEN) return;
    this.#options.onDismissed(why);
    socket.removeAllListeners('message');
    socket.removeAllListeners('ping');
    this.#connections.get(socket)?.close();
    socket.close(POLICY_VIOLATION, reason);
  }
}

/** The library ends connections that do not answer a Close in time. Its types do not know that option yet. */
function createSockets({ maxPayloadBytes, closeWithinMs }: SocketServerLimits): WebSocketServer {
  const options = {
    // Messages bypass the library, so they cannot be compressed.
    perMessageDeflate: false,
    noServer: true,
    clientTracking: false,
    maxPayload: maxPayloadBytes,
    closeTimeout: closeWithinMs,
  };
  return new WebSocketServer(options);
}
