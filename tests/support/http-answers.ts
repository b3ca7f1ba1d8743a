/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** By name, in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const HEAD_END = '\r\n\r\n';

/** Reads the answers of an HTTP server, which is ours and so well behaved, out of the bytes of one connection. */
export class HttpAnswers {
  #bytes: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
  }

  /** @returns the next answer, or undefined while it is not complete. */
  take(isHead: boolean): WireAnswer | undefined {
    for (;;) {
      const end = this.#bytes.indexOf(HEAD_END);
      if (end < 0) return undefined;
      const { status, headers } = readHead(this.#bytes.toString('latin1', 0, end));
      const from = end + HEAD_END.length;
      const body = isHead || hasNoBody(status) ? { text: '', next: from } : readBody(this.#bytes, from, headers);
      if (body === undefined) return undefined;
      this.#bytes = this.#bytes.subarray(body.next);
      // The server may say that it goes on to listen before it answers; after 101 it speaks another protocol.
      if (status >= 200 || status === 101) return { status, headers, body: body.text };
    }
  }
}

function hasNoBody(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}

function readHead(text: string): { status: number; headers: ReadonlyMap<string, string> } {
  const [first = '', ...lines] = text.split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(first)?.[1];
  if (status === undefined) throw new Error(`this is no answer of an HTTP server: ${JSON.stringify(text)}`);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(status), headers: new Map(headers) };
}

/** With neither a length nor chunks there is none: our servers end such an answer with its head. */
function readBody(
  bytes: Buffer,
  from: number,
  headers: ReadonlyMap<string, string>,
): { text: string; next: number } | undefined {
  if (headers.get('transfer-encoding') === 'chunked') return readChunks(bytes, from);
  const next = from + Number(headers.get('content-length') ?? 0);
  return next > bytes.length ? undefined : { text: bytes.toString('utf8', from, next), next };
}

function readChunks(bytes: Buffer, from: number): { text: string; next: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (next > bytes.length) return undefined;
    if (size === 0) return { text: Buffer.concat(parts).toString(), next };
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}
