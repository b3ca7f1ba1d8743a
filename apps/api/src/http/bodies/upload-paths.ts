import type { IncomingMessage } from 'node:http';
import { bodyTooLarge, MAX_BODY_BYTES, type Problem } from '@fulcrum/http';
import { withoutPath } from '@fulcrum/service';
import { API_PREFIX } from '../openapi.ts';
import type { RouteDefinition } from '../route.ts';

/** Knows of each request, by its first line, how large its body may be: files are sent to few routes. */
export class UploadPaths {
  readonly #mostBytes = new Map<string, number>();

  readonly #publicPath: string;

  /** @param publicPath below which people reach the server. */
  constructor(definitions: readonly RouteDefinition[], publicPath: string) {
    this.#publicPath = publicPath;
    for (const { method, path, upload } of definitions)
      if (upload !== undefined) this.#mostBytes.set(`${method.toUpperCase()} ${API_PREFIX}${path}`, upload.maxBytes);
  }

  isUpload(request: Pick<IncomingMessage, 'method' | 'url'>): boolean {
    return this.mostBytes(request) > MAX_BODY_BYTES;
  }

  mostBytes({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): number {
    const [path] = withoutPath(url, this.#publicPath).split('?', 1);
    return this.#mostBytes.get(`${method} ${path}`) ?? MAX_BODY_BYTES;
  }

  tooLarge(request: Pick<IncomingMessage, 'method' | 'url'>): Problem {
    return tooLarge(this.mostBytes(request));
  }
}

export function tooLarge(mostBytes: number): Problem {
  return mostBytes === MAX_BODY_BYTES ? bodyTooLarge() : bodyTooLarge(`${mostBytes / 1_024 / 1_024} MB`);
}
