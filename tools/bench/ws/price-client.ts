import { once } from 'node:events';
import { WebSocket } from 'ws';
import { nowMicros } from './clock.ts';

interface Ticker {
  /** Update id. */
  readonly u: number;
  /** When the tick was sent to the log: the bench puts this where a venue would put its own time. */
  readonly T: number;
}

/** One client of the feed, and what it has got since the measure began. */
export class PriceClient {
  readonly #socket: WebSocket;
  readonly #latencies: number[];
  #beginsAt = Number.POSITIVE_INFINITY;
  #updateId = -1;
  /** The last tick that came, by its time. */
  lastTick = 0;
  delivered = 0;
  /** Ticks that came after a newer one, or twice. */
  disordered = 0;

  private constructor(socket: WebSocket, latencies: number[]) {
    this.#socket = socket;
    this.#latencies = latencies;
    socket.on('message', (data) => this.#take(data.toString()));
  }

  /** Connects and subscribes, and resolves once the first price is there. */
  static async connect(url: string, stream: string, latencies: number[]): Promise<PriceClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const client = new PriceClient(socket, latencies);
    await once(socket, 'open');
    socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: [stream] }));
    await once(socket, 'message');
    return client;
  }

  get isConnected(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Counts the ticks from this time on. */
  begin(at: number): void {
    this.#beginsAt = at;
  }

  #take(text: string): void {
    const now = nowMicros();
    const { u, T }: Ticker = JSON.parse(text).data;
    if (u <= this.#updateId) this.disordered += 1;
    this.#updateId = u;
    this.lastTick = T;
    if (T < this.#beginsAt) return;
    this.delivered += 1;
    this.#latencies.push(now - T);
  }
}
