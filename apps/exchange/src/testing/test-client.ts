import { once } from 'node:events';
import { type BookTicker, bookTickerSchema } from '@fulcrum/protocol';
import { type ClientOptions, WebSocket } from 'ws';
import { z } from 'zod';

const message = z.object({
  id: z.union([z.int(), z.string()]).nullish(),
  stream: z.string().optional(),
  data: bookTickerSchema.optional(),
  error: z.object({ code: z.int(), message: z.string() }).optional(),
});
export type Message = z.infer<typeof message>;

/** A client of the venue that keeps all it was sent. */
export class TestClient {
  readonly socket: WebSocket;
  readonly messages: Message[] = [];
  readonly closed: Promise<number>;
  pings = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.messages.push(message.parse(JSON.parse(data.toString()))));
    socket.on('ping', () => {
      this.pings += 1;
    });
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.on('close', resolve));
  }

  static async connect(port: number, options: ClientOptions = {}): Promise<TestClient> {
    const client = new TestClient(new WebSocket(`ws://127.0.0.1:${port}`, options));
    await once(client.socket, 'open');
    return client;
  }

  send(request: object | string | Buffer): void {
    const isRaw = typeof request === 'string' || Buffer.isBuffer(request);
    this.socket.send(isRaw ? request : JSON.stringify(request));
  }

  get errors(): number[] {
    return this.messages.flatMap(({ error }) => (error === undefined ? [] : [error.code]));
  }

  tickers(symbol: string): BookTicker[] {
    return this.messages.flatMap(({ data }) => (data?.s === symbol ? [data] : []));
  }
}
