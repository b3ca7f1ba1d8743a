/** Something that only an operator can mend. The message says how, and needs no stack trace. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}
