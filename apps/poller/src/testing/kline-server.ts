import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Row = [start: number, open: string, high: string, low: string, close: string];

/** A venue's REST API under a test's control. */
export class KlineServer {
  readonly #server: Server;
  readonly url: string;
  /** The paths that were asked for. */
  readonly requests: string[] = [];
  /** Answers instead of klines. */
  answer: ((response: ServerResponse, request: IncomingMessage) => void) | undefined;
  /** Changes each row of an answer. */
  change: (row: Row) => Row = (row) => row;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.requests.push(request.url ?? '');
      if (this.answer !== undefined) this.answer(response, request);
      else this.tell(response, request);
    });
  }

  tell(response: ServerResponse, request: Pick<IncomingMessage, 'url'>): void {
    response.end(JSON.stringify(this.#klines(new URL(request.url ?? '', this.url))));
  }

  /** @param port of a stopped server, to replace it. */
  static async start(port = 0): Promise<KlineServer> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new KlineServer(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The klines in the dialect of Backpack or Binance, as the path demands. */
  #klines({ pathname, searchParams }: URL): unknown[] {
    const isBackpack = pathname.startsWith('/api/v1');
    const step = searchParams.get('interval') === '1h' ? 3_600_000 : 60_000;
    const time = (name: string) => Number(searchParams.get(name)) * (isBackpack ? 1_000 : 1);
    const rows: unknown[] = [];
    for (let start = time('startTime'); start <= time('endTime'); start += step) {
      const [at, open, high, low, close] = this.change([start, '100.5', '101', '99.25', '100']);
      const text = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
      const end = new Date(at + step).toISOString().slice(0, 19).replace('T', ' ');
      const volumes = { volume: '1', quoteVolume: '100', trades: '3' };
      rows.push(
        isBackpack
          ? { start: text, end, open, high, low, close, ...volumes }
          : [at, open, high, low, close, '1', at + step - 1, '100', 3, '1', '100', '0'],
      );
    }
    return rows;
  }
}
