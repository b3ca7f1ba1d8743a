import type { z } from 'zod';
import { ApiError, apiUrl, type Query, tellUnauthorized, toApiError } from './client.ts';

/** As long as the API takes a file, and its answer. */
const LIMIT_MS = 100_000;

interface Upload<Schema extends z.ZodType> {
  /** Below /api/v1. */
  readonly path: string;
  readonly query: Query;
  readonly file: Blob;
  readonly schema: Schema;
  /** Is told which part of the file is sent, from 0 to 1. */
  readonly onProgress: (part: number) => void;
}

/**
 * Sends a file as it is. `fetch` does not say how much of it is sent.
 *
 * @throws ApiError when it is refused, or does not arrive.
 */
export function upload<Schema extends z.ZodType>(options: Upload<Schema>): Promise<z.output<Schema>> {
  const { path, query, file, schema, onProgress } = options;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiUrl(path, query));
    request.timeout = LIMIT_MS;
    request.setRequestHeader('Content-Type', file.type);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.ontimeout = () => reject(new ApiError(0, 'timeout', 'The file took too long to send. Try again.'));
    request.onerror = () => reject(new ApiError(0, 'unreachable', 'The file could not be sent. Try again.'));
    request.onload = () => {
      const data = parsed(request.responseText);
      if (request.status === 401) tellUnauthorized();
      if (request.status >= 300) return reject(toApiError(request.status, data));
      const answer = schema.safeParse(data);
      if (answer.success) resolve(answer.data);
      else reject(answer.error);
    };
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
