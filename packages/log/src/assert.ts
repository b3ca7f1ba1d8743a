/** A broken invariant: the state can no longer be trusted, so the process has to stop. */
export class InvariantError extends Error {
  override name = 'InvariantError';
}

/**
 * Stops at once when an invariant does not hold. It stays on in production. It is as short as can be, because V8 puts a
 * function of at most 27 bytes of code into each caller whatever else stands there, and a longer one only while there is room.
 */
export function assert(condition: boolean, invariant: string): asserts condition {
  if (!condition) stop(invariant);
}

function stop(invariant: string): never {
  throw new InvariantError(`broken invariant: ${invariant}`);
}
