/** A refusal of the venue in its own words. Whatever is not refused so, and failed, may have been done. */
export class VenueError extends Error {
  override name = 'VenueError';
  readonly status: number;
  /** Such as INSUFFICIENT_FUNDS. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
