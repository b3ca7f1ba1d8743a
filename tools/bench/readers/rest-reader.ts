import { Agent, get, type IncomingMessage } from 'node:http';
import type { ReadingReport } from './reading.ts';

/** Reads one address after the other over one connection, and heeds no `Retry-After`. */
export class RestReader {
  readonly #nextUrl: () => string;
  readonly #headers: Record<string, string>;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #running: Promise<void>;
  #isOver = false;
  #reads = 0;
  #bytes = 0;
  #refused = 0;

  constructor(nextUrl: () => string, token: string) {
    this.#nextUrl = nextUrl;
    this.#headers = { authorization: `Bearer ${token}` };
    this.#running = this.#run();
    // Should it fail while others still read, that is told when it is stopped.
    this.#running.catch(() => {});
  }

  async stop(): Promise<ReadingReport> {
    this.#isOver = true;
    await this.#running;
    this.#agent.destroy();
    return { reads: this.#reads, bytes: this.#bytes, refused: this.#refused };
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const url = this.#nextUrl();
      const { status, bytes } = await this.#read(url);
      // There is no order of an unknown id: that is the answer.
      if (status === 200 || status === 404) {
        this.#reads += 1;
        this.#bytes += bytes;
      } else if (status === 429) this.#refused += 1;
      else throw new Error(`${url} was answered with ${status}`);
    }
  }

  #read(url: string): Promise<{ status: number; bytes: number }> {
    return new Promise((resolve, reject) => {
      const take = (response: IncomingMessage) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
        response.on('error', reject);
      };
      get(url, { agent: this.#agent, headers: this.#headers }, take).on('error', reject);
    });
  }
}
