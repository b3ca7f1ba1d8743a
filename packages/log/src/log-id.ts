import { assert } from './assert.ts';

/**
 * The id of a log entry, `milliseconds-sequence`, as Redis Streams give it. It is the entry's number and its clock:
 * the milliseconds are the only time that the core ever sees.
 */
export type LogId = string;

/** Before the first entry. */
export const LOG_START: LogId = '0-0';

/** The most callback entries that one input may have. */
export const MAX_PARTS = 10_000;

/** Milliseconds and a sequence number, each small enough that ten thousand parts of it still fit. */
const PATTERN = /^(\d{1,15})-(\d{1,11})$/;

export function isLogId(text: string): boolean {
  return PATTERN.test(text);
}

/** The milliseconds in an id. */
export function logTime(id: LogId): number {
  return Number(id.slice(0, id.indexOf('-')));
}

function sequenceOf(id: LogId): number {
  return Number(id.slice(id.indexOf('-') + 1));
}

/** Negative when `a` comes before `b`, zero when they are the same. */
export function compareLogIds(a: LogId, b: LogId): number {
  // Nearly all pairs have as many digits. Then the order of the texts is the order of the numbers, and faster to find.
  if (a.length === b.length && a.indexOf('-') === b.indexOf('-')) return a < b ? -1 : a === b ? 0 : 1;
  return logTime(a) - logTime(b) || sequenceOf(a) - sequenceOf(b);
}

/** Whichever of two ids comes first. */
export function earlierId(a: LogId, b: LogId): LogId {
  return compareLogIds(a, b) < 0 ? a : b;
}

/** The smallest id that is greater. */
export function idAfter(id: LogId): LogId {
  return `${logTime(id)}-${sequenceOf(id) + 1}`;
}

/**
 * The id of a result: that of its cause, with the sequence times 10,000 plus the number of the part. Redis takes each id
 * once, so a result is published once, whoever computes it (docs/reliability.md, "What it rests on").
 */
export function callbackId(cause: LogId, part: number): LogId {
  assert(part < MAX_PARTS, 'an input has at most 10,000 callback entries');
  return `${logTime(cause)}-${sequenceOf(cause) * MAX_PARTS + part}`;
}

/** The id of the input that a callback entry answers. */
export function causeOf(callback: LogId): LogId {
  return `${logTime(callback)}-${Math.floor(sequenceOf(callback) / MAX_PARTS)}`;
}
