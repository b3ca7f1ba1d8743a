/** A broken invariant: the state can no longer be trusted, so the process has to stop. */
export class InvariantError extends Error {
  override name = 'InvariantError';
}

/** Stops at once when an invariant does not hold. It stays on in production. */
export function assert(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new InvariantError(`broken invariant: ${invariant}`);
}
