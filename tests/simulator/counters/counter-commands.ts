import { z } from 'zod';

const id = z.string().max(64);
const counter = z.string().max(16);

const commandSchemas = {
  /** Adds to a counter, unless that would leave it outside of its limits. */
  add: z.object({ id, counter, by: z.int() }),
  /** Empties all counters: each is an event. */
  'empty-all': z.object({ id }),
  /** Asks for the value of a counter. */
  read: z.object({ id, counter, replyTo: id }),
};

export type CounterCommand =
  | ({ readonly type: 'add' } & z.infer<(typeof commandSchemas)['add']>)
  | ({ readonly type: 'empty-all' } & z.infer<(typeof commandSchemas)['empty-all']>)
  | ({ readonly type: 'read' } & z.infer<(typeof commandSchemas)['read']>);

/** @returns undefined for what makes no sense. */
export function readCommand(type: string, data: string): CounterCommand | undefined {
  if (!Object.hasOwn(commandSchemas, type)) return undefined;
  const schema: z.ZodType = commandSchemas[type as keyof typeof commandSchemas];
  const parsed = schema.safeParse(jsonOf(data));
  return parsed.success ? ({ type, ...(parsed.data as object) } as CounterCommand) : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
