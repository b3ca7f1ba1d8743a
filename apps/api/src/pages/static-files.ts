import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import compression from 'compression';
import type { Request, Response } from 'express';

/** The smaller one comes first, because browsers accept both alike. */
const ENCODINGS = ['br', 'gzip'] as const;
type Encoding = (typeof ENCODINGS)[number];

const BROTLI = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 9 } };

const COMPRESS: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(zlib.brotliCompress)(bytes, BROTLI),
  gzip: (bytes) => promisify(zlib.gzip)(bytes),
};

/** The bytes of one packet. A smaller file gains nothing from compression. */
const MIN_COMPRESSED_BYTES = 1_024;

/**
 * A file in memory. Each compressed copy is made once, when it is first asked for, so that a thousand requests a second
 * cost no more than the sending.
 */
class StaticFile {
  readonly #bytes: Buffer;
  readonly #extension: string;
  readonly #etag: string;
  readonly #copies = new Map<Encoding, Promise<Buffer>>();

  constructor(path: string) {
    this.#bytes = readFileSync(path);
    this.#extension = extname(path);
    this.#etag = `W/"${createHash('sha256').update(this.#bytes).digest('base64url').slice(0, 22)}"`;
  }

  async send(request: Request, response: Response, cacheControl: string): Promise<void> {
    response.type(this.#extension);
    const encoding = this.#encodingFor(request, response);
    const bytes = encoding === undefined ? this.#bytes : await this.#copy(encoding);
    response.vary('Accept-Encoding');
    response.set({ 'Cache-Control': cacheControl, ETag: this.#etag });
    if (encoding !== undefined) response.set('Content-Encoding', encoding);
    response.send(bytes);
  }

  /** Undefined for what is small, or of a type that is compressed already, as pictures and fonts are. */
  #encodingFor(request: Request, response: Response): Encoding | undefined {
    if (this.#bytes.length < MIN_COMPRESSED_BYTES || !compression.filter(request, response)) return undefined;
    return ENCODINGS.find((encoding) => request.acceptsEncodings(encoding) === encoding);
  }

  #copy(encoding: Encoding): Promise<Buffer> {
    const copy = this.#copies.get(encoding) ?? COMPRESS[encoding](this.#bytes);
    this.#copies.set(encoding, copy);
    return copy;
  }
}

/** The files of a folder and those below it, by their path in it, with slashes. */
export function staticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = found.map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((path) => [relative(folder, path).replaceAll(sep, '/'), new StaticFile(path)]));
}
