import { assert } from '@fulcrum/log';
import { COMMANDS, COMMANDS_SINCE, type Command, type InvalidCommand, READS } from './commands.ts';
import type { Kind } from './fields.ts';
import { type ValueField, valueFieldsOf } from './table.ts';

/** The fields that not all rules know, by the type of the command: most have none. */
const LATER_FIELDS = new Map(
  Object.entries(COMMANDS).flatMap(([type, table]): [string, ValueField[]][] => {
    const fields = valueFieldsOf(table).filter(({ since }) => since > 0);
    return fields.length === 0 ? [] : [[type, fields]];
  }),
);

/**
 * Whether a command has such a field. Nearly none has, and each command asks. So the question is written out as source for each
 * type, and compiled once: to look for the fields by their names costs more than all the checks of an order's shape.
 */
const HAS_LATER = new Map(
  Array.from(LATER_FIELDS, ([type, fields]): [string, (command: Command) => boolean] => {
    const isThere = fields.map(({ name }) => `command.${name} !== undefined`).join(' || ');
    return [type, new Function(`return (command) => ${isThere};`)()];
  }),
);

assert(!LATER_FIELDS.has('price-update'), 'all rules know all fields of a tick: the core does not look here for one');

/** What is wrong with a malformed field, for people. */
const FAULTS: Partial<Record<Kind, string>> = {
  time: 'must be milliseconds since 1970, a whole number.',
  amount: 'must be text.',
  actor: 'must be 1 to 64 printable characters.',
  flag: 'must be true or false.',
  orderType: 'must be market, limit or stop.',
  positionMode: 'must be hedging or netting.',
  ordersPage: 'limit is 1 to 100, after a whole number.',
};

/**
 * A command as a version of the rules sees it. Commands and fields that this version does not know make no sense and are
 * absent, whatever they hold: under it everything still means what it meant. If a field that it knows is malformed, the
 * command makes no sense.
 */
export function underRules<Given extends Command>(command: Given, rulesVersion: number): Given | InvalidCommand {
  if ((COMMANDS_SINCE.get(command.type) ?? 0) > rulesVersion) return asInvalid(command, 'unknown type of command');
  if (HAS_LATER.get(command.type)?.(command) !== true) return command;
  let seen = command;
  for (const field of LATER_FIELDS.get(command.type) ?? []) {
    const value = valueIn(command, field.name);
    if (value === undefined) continue;
    if (field.since > rulesVersion) seen = { ...seen, [field.name]: undefined };
    else if (value === 'malformed') return invalid(command, field);
  }
  return seen;
}

function valueIn(command: Command, name: string): unknown {
  return command[name as keyof Command];
}

function invalid(command: Command, { name, kind }: ValueField): InvalidCommand {
  return asInvalid(command, `${name}: ${FAULTS[kind] ?? 'is malformed.'}`);
}

function asInvalid(command: Command, message: string): InvalidCommand {
  const { requestId, orderId, userId, replyTo } = command as InvalidCommand;
  return { type: 'invalid', isRead: READS.has(command.type), requestId, orderId, userId, replyTo, message };
}
