import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Refusal } from './refusal.ts';

/** For how long a product that is just starting, or busy, is asked again. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;
const ANSWER_LIMIT_MS = 30_000;

const problem = z.object({ code: z.string(), detail: z.string().optional(), title: z.string().optional() });

/** A file as the body of a request. */
export interface FileBody {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below /api/v1. */
  readonly path: string;
  readonly token?: string;
  readonly body?: object;
  readonly file?: FileBody;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The product's public API. It is asked again where it asks for patience: limits must not trip a demonstration. */
export class Api {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** @throws Refusal when the product says no, and Error with a sentence for people when it does not answer. */
  async ask<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse(JSON.parse((await this.send(request)).text));
  }

  /** The same, for an answer that need not be JSON. */
  async send(request: Request): Promise<Answer> {
    for (const until = performance.now() + PATIENCE_MS; ; ) {
      const response = await this.#fetch(request);
      const text = await response.text();
      if (response.ok) return { status: response.status, text };
      const pauseMs = pauseOf(response);
      if (pauseMs === undefined || performance.now() + pauseMs > until) throw refusalOf(response.status, text);
      await sleep(pauseMs);
    }
  }

  async #fetch({ method, path, token, body, file }: Request): Promise<Response> {
    const mediaType = file?.mediaType ?? (body && 'application/json');
    try {
      return await fetch(`${this.url}/api/v1${path}`, {
        method,
        headers: {
          accept: 'application/json, */*',
          ...(mediaType && { 'content-type': mediaType }),
          ...(token && { authorization: `Bearer ${token}` }),
        },
        body: file?.bytes ?? (body ? JSON.stringify(body) : null),
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
    } catch {
      throw new Error(`The API does not answer at ${this.url}: is it running? What was added is kept.`);
    }
  }
}

/** How long to wait before asking again; undefined where that would not help. */
function pauseOf({ status, headers }: Response): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const seconds = Number(headers.get('retry-after') ?? '');
  return Math.max(seconds * 1_000 || 0, PAUSE_MS);
}

function refusalOf(status: number, text: string): Refusal {
  const { code, detail, title } = problem.safeParse(asJson(text)).data ?? { code: `http_${status}` };
  return new Refusal(status, code, detail ?? title ?? `The API answered ${status}.`);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
