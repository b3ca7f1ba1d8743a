import { once } from 'node:events';
import { ACCOUNT_STREAM } from '@fulcrum/protocol';
import { SESSION_COOKIE } from '@fulcrum/sessions';
import { WebSocket } from 'ws';
import type { ReadingReport } from './reading.ts';

/** A connection that sends more than fifty messages in a second is closed, and a read takes two. */
const READ_EVERY_MS = 45;

/** Subscribes to its account, and as soon as the snapshot is there leaves it and subscribes again, whatever it is told. */
export class SocketReader {
  readonly #socket: WebSocket;
  #timer: NodeJS.Timeout | undefined;
  #sentAt = 0;
  #reads = 0;
  #bytes = 0;
  #refused = 0;
  #failure: Error | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#take(data));
    socket.on('close', (code, reason) => {
      this.#failure ??= new Error(`a reader's connection was closed with ${code}: ${reason}`);
    });
    this.#read();
  }

  static async start(url: string, token: string): Promise<SocketReader> {
    const socket = new WebSocket(url, { perMessageDeflate: false, headers: { cookie: `${SESSION_COOKIE}=${token}` } });
    await once(socket, 'open');
    return new SocketReader(socket);
  }

  async stop(): Promise<ReadingReport> {
    const failure = this.#failure;
    clearTimeout(this.#timer);
    this.#socket.removeAllListeners('message');
    this.#socket.close();
    if (failure !== undefined) throw failure;
    return { reads: this.#reads, bytes: this.#bytes, refused: this.#refused };
  }

  #read(): void {
    this.#sentAt = performance.now();
    this.#socket.send(JSON.stringify({ id: 1, method: 'SUBSCRIBE', params: [ACCOUNT_STREAM] }));
  }

  /** The first bytes say what it is: hundreds of kilobytes need not be read here. */
  #take(data: Buffer): void {
    const start = data.subarray(0, 300).toString();
    if (start.includes('"type":"snapshot"')) {
      this.#reads += 1;
      this.#bytes += data.length;
      this.#socket.send(JSON.stringify({ method: 'UNSUBSCRIBE', params: [ACCOUNT_STREAM] }));
      this.#readAgain();
    } else if (start.startsWith('{"id":1,"error"')) {
      const { code } = JSON.parse(start).error;
      if (code !== 'too_many_requests') this.#failure ??= new Error(`a subscription was refused: ${start}`);
      this.#refused += 1;
      this.#readAgain();
    }
  }

  #readAgain(): void {
    const dueAt = this.#sentAt + READ_EVERY_MS;
    this.#timer = setTimeout(() => this.#read(), Math.max(0, dueAt - performance.now()));
  }
}
