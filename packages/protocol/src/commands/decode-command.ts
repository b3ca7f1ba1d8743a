import { type Command, READS } from '@fulcrum/cfd';
import { z } from 'zod';
import { replyTo, requestId, uuid } from '../value-schemas.ts';
import { commandSchemas } from './command-schemas.ts';

/** The fields of a malformed command that say whom to answer, as far as it has them. */
const named = z.object({
  requestId: requestId.optional().catch(undefined),
  orderId: uuid.optional().catch(undefined),
  userId: uuid.optional().catch(undefined),
  replyTo: replyTo.optional().catch(undefined),
});

/** The engine reads every command with these. Each is one function, which zod makes from the schema. */
const compiledSchemas = new Map(
  Object.entries(commandSchemas).map(([type, schema]) => [type, z.compile<z.ZodType<object>>(schema)]),
);

/**
 * The longest data that is parsed, in UTF-16 units. No command needs as much, and parsing it does not hold up the log.
 * Longer data is not parsed, so its request id is not known, and nobody is answered.
 */
const MAX_DATA_LENGTH = 16_384;

/**
 * Reads an engine-stream entry. A malformed entry becomes the command `invalid`, which names whom to answer if the entry
 * does. No entry makes this throw.
 *
 * @param data the JSON text of the entry's field `data`.
 */
export function decodeCommand(type: string, data: string): Command {
  if (data.length > MAX_DATA_LENGTH) return { type: 'invalid', message: 'data is too long' };
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return { type: 'invalid', message: 'data is not JSON' };
  }
  return readCommand(type, json);
}

function readCommand(type: string, json: unknown): Command {
  const schema = compiledSchemas.get(type);
  if (schema === undefined) return invalid(type, json, 'unknown type of command');
  const parsed = schema.safeParse(json);
  if (!parsed.success) return invalid(type, json, describe(parsed.error));
  return { type, ...parsed.data } as Command;
}

function invalid(type: string, json: unknown, message: string): Command {
  return { type: 'invalid', ...named.safeParse(json).data, message, isRead: READS.has(type) };
}

/** Names the first fault and its field. One fault is enough for a program. */
function describe(error: z.ZodError): string {
  const [fault] = error.issues;
  if (fault === undefined) return 'wrong shape';
  return fault.path.length === 0 ? fault.message : `${fault.path.join('.')}: ${fault.message}`.slice(0, 200);
}
