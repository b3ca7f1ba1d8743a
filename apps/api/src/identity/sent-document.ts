import type { Reply } from '../http/route.ts';
import type { OpenedDocument } from './identity-checks.ts';

/** A file that somebody else made: it is kept, and never shown as a page of ours. */
export function sentDocument({ name, mediaType, bytes }: OpenedDocument): Reply {
  return {
    status: 200,
    body: undefined,
    download: {
      type: mediaType,
      headers: {
        'Content-Disposition': `attachment; filename*=UTF-8''${encodedName(name)}`,
        'Content-Length': String(bytes.length),
        'Content-Security-Policy': "sandbox; default-src 'none'",
        'X-Content-Type-Options': 'nosniff',
      },
      chunks: whole(bytes),
    },
  };
}

async function* whole(bytes: Buffer): AsyncGenerator<Buffer, void> {
  yield bytes;
}

/** As RFC 8187 wants it. */
function encodedName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
