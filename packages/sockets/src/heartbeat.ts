/** What this needs of a client's socket. */
export interface HeartbeatSocket {
  ping(): void;
  on(event: 'pong' | 'close', listener: () => void): unknown;
}

interface Client<Socket> {
  readonly socket: Socket;
  owesPong: boolean;
}

/**
 * Finds clients that are gone without saying so: one that does not answer a ping before the next is reported, once.
 * So nobody stays for longer than two of these intervals without a pong.
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
