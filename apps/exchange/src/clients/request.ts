import { type SocketRequest, socketRequestSchema } from '@fulcrum/protocol';
import { z } from 'zod';
import type { RefusalCode } from './frames.ts';

const text = z.string().max(128);

/** The public key, the signature, the time at which it was made, and for how long it holds. */
const signature = z.tuple([text, text, z.coerce.string().max(16), z.coerce.string().max(8)]);

export type Signature = z.output<typeof signature>;

const signedRequest = socketRequestSchema.extend({ signature: signature.optional() });

/** A client's request, or why its message is refused. */
export type Request =
  | {
      readonly type: 'request';
      readonly id: SocketRequest['id'];
      readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE';
      readonly streams: string[];
      /** Of a subscription to streams that are told to their owner alone. */
      readonly signature?: Signature | undefined;
    }
  | {
      readonly type: 'refusal';
      readonly id: SocketRequest['id'];
      readonly code: RefusalCode;
      readonly message: string;
    };

const named = z.object({ id: socketRequestSchema.shape.id.catch(undefined) });

/**
 * Reads a client's message.
 *
 * @param text undefined for a binary message, which this dialect does not have.
 * @param isKnown whether a stream exists.
 */
export function readRequest(text: string | undefined, isKnown: (stream: string) => boolean): Request {
  const json = parseJson(text);
  const id = named.safeParse(json).data?.id;
  const refuse = (code: RefusalCode, message: string): Request => ({ type: 'refusal', id, code, message });
  const parsed = signedRequest.safeParse(json);
  if (!parsed.success) return refuse('invalid_request', describe(parsed.error));
  const { method, params, signature } = parsed.data;
  if (method === 'AUTH')
    return refuse('invalid_request', 'a subscription to own streams is signed, or its connection has a session');
  const unknown = params.find((stream) => !isKnown(stream));
  if (unknown !== undefined) return refuse('unknown_stream', `there is no stream ${unknown.slice(0, 64)}`);
  return { type: 'request', id, method, streams: params, ...(signature !== undefined && { signature }) };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function describe({ issues: [fault] }: z.ZodError): string {
  if (fault === undefined || fault.path.length === 0) return 'a request is a JSON object with method and params';
  return `${fault.path.join('.')}: ${fault.message}`.slice(0, 200);
}
