import type { LogId } from '@fulcrum/log';

/** Entries behind the reader's position are missing: the entry at the position itself was trimmed, or lost. */
export class GapError extends Error {
  override name = 'GapError';
  readonly position: LogId;

  constructor(key: string, position: LogId) {
    super(`the entry ${position} of ${key} is gone: it was trimmed before its reader went on, or the stream was lost`);
    this.position = position;
  }
}

/** Another entry stands at the reader's position than it has read there: ids can recur after a fail-over. */
export class ReplacedError extends GapError {
  override name = 'ReplacedError';

  constructor(key: string, position: LogId) {
    super(key, position);
    this.message = `the entry ${position} of ${key} is another one than was read there: Redis has lost what stood in it`;
  }
}
