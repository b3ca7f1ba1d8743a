import type { SocketRequest } from '@fulcrum/protocol';
import type { Refusal } from './refusal.ts';

/**
 * The messages that go out, as bytes that are made once however many clients they go to.
 */

export type RequestId = SocketRequest['id'];

export function dataFrame(stream: string, data: object): Buffer {
  return toFrame({ stream, data });
}

export function doneFrame(id: RequestId): Buffer {
  return toFrame({ id, result: null });
}

/** A request that was refused. It changed nothing. */
export function refusedFrame(id: RequestId, { code, message, retryAfter }: Refusal): Buffer {
  return toFrame({ id, error: { code, message, retryAfter } });
}

/** A subscription that ended without the client's doing. */
export function endedFrame(stream: string, { code, message, retryAfter }: Refusal): Buffer {
  return toFrame({ stream, error: { code, message, retryAfter } });
}

function toFrame(message: object): Buffer {
  return Buffer.from(JSON.stringify(message));
}
