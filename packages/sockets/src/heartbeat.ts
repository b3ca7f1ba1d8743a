/** The part of a client's socket that is used. */
export interface HeartbeatSocket {
  ping(): void;
  on(event: 'pong' | 'close', listener: () => void): unknown;
}

interface Client<Socket> {
  readonly socket: Socket;
  owesPong: boolean;
}

/**
 * Finds clients that have disappeared without closing. A client that has not answered a ping when the next is due is
 * reported once. So a silent client stays for at most two intervals.
 */
export class Heartbeat<Socket extends HeartbeatSocket> {
  readonly #everyMs: number;
  readonly #onSilent: (socket: Socket) => void;
  readonly #clients = new Set<Client<Socket>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number, onSilent: (socket: Socket) => void) {
    this.#everyMs = everyMs;
    this.#onSilent = onSilent;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#beat(), this.#everyMs);
  }

  watch(socket: Socket): void {
    const client = { socket, owesPong: false };
    this.#clients.add(client);
    socket.on('pong', () => {
      client.owesPong = false;
    });
    socket.on('close', () => this.#clients.delete(client));
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #beat(): void {
    for (const client of this.#clients) {
      if (client.owesPong) {
        this.#clients.delete(client);
        this.#onSilent(client.socket);
        continue;
      }
      client.owesPong = true;
      client.socket.ping();
    }
  }
}
