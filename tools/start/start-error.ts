/** A mistake in starting the program. The message is one sentence for people. */
export class StartError extends Error {
  override name = 'StartError';
}
