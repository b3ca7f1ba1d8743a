import { toError } from '@fulcrum/streams';

/** What something fails with that must not succeed. */
export async function failureOf(asked: Promise<unknown>): Promise<Error> {
  const reply = await asked.catch((error: unknown) => new Failure(toError(error)));
  if (reply instanceof Failure) return reply.error;
  throw new Error(`it did not fail, but gave ${JSON.stringify(reply)}`);
}

class Failure {
  readonly error: Error;

  constructor(error: Error) {
    this.error = error;
  }
}
