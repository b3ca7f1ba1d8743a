import { COMMANDS, type Command, type CommandType, type InvalidCommand } from '../messages/commands.ts';
import { type Kind, WORDS } from '../messages/fields.ts';
import { type Field, fieldsOf } from '../messages/table.ts';
import { MAX_DEPOSITS } from '../numbers/limits.ts';

/** The longest data that is parsed, in UTF-16 units. No command needs as much. */
const MAX_DATA_LENGTH = 16_384;
/** Longer texts are no amount, no name and no id. Whether a text is an amount is the core's to say. */
const MAX_TEXT_LENGTH = 64;

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const NAME = /^[A-Z\d][A-Z\d_]{0,31}$/;

type Check = (value: unknown, field: Field) => boolean;

const isText: Check = (value) => typeof value === 'string' && value.length <= MAX_TEXT_LENGTH;
const isOneOf =
  (words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string);
const isMatch =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isWhole: Check = (value, { least, most }) =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

/** Whether a value is of its kind. Those that only events hold are never read. */
const CHECKS: Partial<Record<Kind, Check>> = {
  ...Object.fromEntries(Object.entries(WORDS).map(([kind, words]) => [kind, isOneOf(words)])),
  uuid: isMatch(UUID),
  requestId: isText,
  name: isMatch(NAME),
  lookup: isText,
  text: isText,
  flag: (value) => typeof value === 'boolean',
  amount: isText,
  price: isText,
  quantity: isText,
  quote: isText,
  whole: isWhole,
  clientId: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32,
  deposits: (value) => Array.isArray(value) && value.length <= MAX_DEPOSITS && value.every(isDeposit),
};

function isDeposit(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && isText(value[0], ANY) && isText(value[1], ANY);
}

const ANY: Field = { name: '', kind: 'text', isOptional: false, least: 0, most: 0 };

const FIELDS = new Map(Object.entries(COMMANDS).map(([type, table]) => [type, fieldsOf(table)]));

/**
 * Reads an entry of venue-stream. A malformed one becomes the command `invalid`, which names whom to answer if the entry
 * does. No entry makes this throw.
 *
 * @param data the JSON text of the entry's field `data`.
 */
export function readCommand(type: string, data: string): Command {
  if (data.length > MAX_DATA_LENGTH) return { type: 'invalid', message: 'data is too long' };
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return { type: 'invalid', message: 'data is not JSON' };
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { type: 'invalid', message: 'data is no object' };
  const fields = FIELDS.get(type);
  if (fields === undefined) return invalid(json, 'unknown type of command');
  return readFields(type as CommandType, fields, json as Readonly<Record<string, unknown>>);
}

function readFields(type: CommandType, fields: readonly Field[], json: Readonly<Record<string, unknown>>): Command {
  const command: Record<string, unknown> = { type };
  for (const field of fields) {
    const value = Object.hasOwn(json, field.name) ? json[field.name] : undefined;
    if (value === undefined ? !field.isOptional : !CHECKS[field.kind]?.(value, field))
      return invalid(json, `${field.name} is ${value === undefined ? 'missing' : 'not what it should be'}`);
    command[field.name] = value;
  }
  return command as unknown as Command;
}

function invalid(json: object, message: string): InvalidCommand {
  const { requestId, userId, market } = json as Readonly<Record<string, unknown>>;
  return {
    type: 'invalid',
    requestId: isText(requestId, ANY) ? (requestId as string) : undefined,
    userId: isMatch(UUID)(userId, ANY) ? (userId as string) : undefined,
    market: isText(market, ANY) ? (market as string) : undefined,
    message,
  };
}
