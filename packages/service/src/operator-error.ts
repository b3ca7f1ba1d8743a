/** An error that only an operator can repair. The message says how, and no stack trace is logged. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}
