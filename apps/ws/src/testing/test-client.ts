import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type ClientOptions, WebSocket } from 'ws';
import { z } from 'zod';

const message = z.object({
  id: z.union([z.int(), z.string()]).optional(),
  result: z.null().optional(),
  stream: z.string().optional(),
  data: z.looseObject({ type: z.string().optional() }).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

export type Message = z.infer<typeof message>;

/** A test that waits this long has failed; nothing depends on how long a wait really takes. */
const PATIENCE_MS = 20_000;

/** A client of the feed that remembers all it was sent. */
export class TestClient {
  readonly socket: WebSocket;
  readonly messages: Message[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #waiting: (() => void)[] = [];
  #seen = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      this.messages.push(message.parse(JSON.parse(data.toString())));
      for (const wake of this.#waiting.splice(0)) wake();
    });
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  static async connect(url: string, options: ClientOptions = {}): Promise<TestClient> {
    const socket = new WebSocket(url, options);
    const client = new TestClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** Sends messages in one go: an object as JSON, text and bytes as they are. */
  send(...requests: (object | string | Buffer)[]): void {
    for (const request of requests)
      this.socket.send(typeof request === 'string' || Buffer.isBuffer(request) ? request : JSON.stringify(request));
  }

  /** The next message that fits, after the one that was found last. */
  async next(fits: (message: Message) => boolean = () => true): Promise<Message> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      while (this.#seen < this.messages.length) {
        const candidate = this.messages[this.#seen];
        this.#seen += 1;
        if (candidate !== undefined && fits(candidate)) return candidate;
      }
      await this.#change(until);
    }
  }

  /** Asks, and waits for the answer to just this request. */
  async ask(request: object): Promise<Message> {
    const id = `ask-${this.messages.length}-${Math.random()}`;
    this.send({ ...request, id });
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = this.messages.find((candidate) => candidate.id === id);
      if (answer !== undefined) return answer;
      await this.#change(until);
    }
  }

  subscribe(...params: string[]): Promise<Message> {
    return this.ask({ method: 'SUBSCRIBE', params });
  }

  /** The data of a stream's messages so far. */
  data(stream: string): Record<string, unknown>[] {
    return this.messages.flatMap((sent) => (sent.stream === stream && sent.data !== undefined ? [sent.data] : []));
  }

  /** What the stream `account` said so far, without the figures in between. */
  accountEvents(): Record<string, unknown>[] {
    return this.data('account').filter(({ type }) => type !== 'pnl');
  }

  /** The client's own end of the TCP connection. */
  get tcp(): Socket {
    return (this.socket as unknown as { _socket: Socket })._socket;
  }

  async #change(until: number): Promise<void> {
    const left = until - Date.now();
    const tail = JSON.stringify(this.messages.slice(-5)).slice(-2_000);
    if (left <= 0) throw new Error(`the message that the test waits for did not come; the last were ${tail}`);
    if (this.socket.readyState === WebSocket.CLOSED) {
      const { code, reason } = await this.closed;
      throw new Error(`the connection is closed, with ${code} ${reason}; the last were ${tail}`);
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const timer = setTimeout(resolve, Math.min(left, 500));
    await promise;
    clearTimeout(timer);
  }
}
