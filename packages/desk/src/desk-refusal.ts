/** Why something is not done at the desk. Nothing was changed. */
export class DeskRefusal extends Error {
  override readonly name = 'DeskRefusal';
  /** As HTTP has it. */
  readonly status: number;
  /** For programs. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
