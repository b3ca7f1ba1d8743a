import { COMMANDS, type CommandType } from '@fulcrum/cfd';
import { z } from 'zod';
import { COMMAND_FORM } from '../tables/kind-schemas.ts';
import { type ShapeOf, shapeOf } from '../tables/table-schemas.ts';

type Schemas = { readonly [Type in CommandType]: z.ZodObject<ShapeOf<(typeof COMMANDS)[Type]>> };

/** What may stand in engine-stream: the schema of each command's data. */
export const commandSchemas = Object.fromEntries(
  Object.entries(COMMANDS).map(([type, table]) => [type, z.object(shapeOf(table, COMMAND_FORM))]),
) as unknown as Schemas;
