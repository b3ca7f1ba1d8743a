/** Why something is refused, before it is known whose it is. The message is for people, and may change. */
export class Refusal<Code extends string> {
  readonly code: Code;
  readonly message: string;

  constructor(code: Code, message: string) {
    this.code = code;
    this.message = message;
  }
}
