import type { Wire } from '../connection/connection.ts';

/** What the answer to one read may have, in bytes. A read of the product's own entries has at most 22 MB. */
export const ANSWER_LIMIT = 32 * 1_024 * 1_024;

/** An answer was cut off. */
export class TooLargeError extends Error {
  override name = 'TooLargeError';
}

/**
 * Asks for something, and cuts the connection when the answer is larger than the limit. Redis can be asked for a number
 * of entries only, and how large they are is known afterwards.
 *
 * @throws TooLargeError then.
 */
export async function withinBytes<Answer>(wire: Wire, limit: number, ask: () => Promise<Answer>): Promise<Answer> {
  let received = 0;
  let cut: TooLargeError | undefined;
  const count = ({ length }: { readonly length: number }) => {
    received += length;
    if (received <= limit || cut !== undefined) return;
    cut = new TooLargeError(`the answer has more than ${limit} bytes: it is asked for in smaller pieces`);
    wire.destroy();
  };
  wire.on('data', count);
  try {
    return await ask();
  } catch (error) {
    throw cut ?? error;
  } finally {
    wire.off('data', count);
  }
}
