/** A mistake of whoever starts the program, told in one sentence. */
export class StartError extends Error {
  override name = 'StartError';
}
