import * as http from 'node:http';
import * as https from 'node:https';

/** The longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 4 * 1_024 * 1_024;

/** How many connections one client keeps. Further requests wait for one of them. */
const MAX_SOCKETS = 4;

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Sends requests to one server over connections that are kept open. */
export class HttpClient {
  readonly #url: URL;
  readonly #limitMs: number;
  readonly #transport: typeof http | typeof https;
  readonly #agent: http.Agent;

  constructor(url: string, limitMs: number) {
    this.#url = new URL(url);
    this.#limitMs = limitMs;
    this.#transport = this.#url.protocol === 'https:' ? https : http;
    this.#agent = new this.#transport.Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  }

  /** @throws when no whole answer comes in time. The request may have been done all the same. */
  send({ method, path, headers, body }: HttpRequest): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
      const request = this.#transport.request(new URL(path, this.#url), {
        method,
        headers: { ...headers, ...length },
        agent: this.#agent,
        signal: AbortSignal.timeout(this.#limitMs),
      });
      request.once('error', reject);
      request.once('response', (response) => {
        gather(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
      });
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function gather(response: http.IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response) {
    bytes += (piece as Buffer).length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString();
}
