import { assert } from '@fulcrum/log';

/** The value of a field that not all rules know. Where they know it, a malformed one has been refused. */
export function wellFormed<Value>(value: Value | 'malformed'): Value {
  assert(value !== 'malformed', 'a command that is carried out is well-formed');
  return value;
}
