import { type AsText, fieldsOf, type Many, type One, type Table, type ValueField } from '@fulcrum/cfd';
import { z } from 'zod';

/** The schemas of a message's fields: each is a schema of its own, so that others can pick and extend them. */
export type ShapeOf<Of extends Table> = {
  [Name in keyof Of]: Of[Name] extends `${string}?${string}` | One | Many
    ? z.ZodOptional<z.ZodType<Exclude<AsText<Of>[Name & keyof AsText<Of>], undefined>>>
    : z.ZodType<AsText<Of>[Name & keyof AsText<Of>]>;
};

/** In which form messages are read: each of the values that are there, and how strictly. */
export interface Form {
  readonly schemaOf: (field: ValueField) => z.ZodType;
  /** Whether a field that is not understood may be passed over. */
  readonly isTolerant: boolean;
  /** What the documents of the API say of a field. */
  readonly describe?: (field: ValueField) => string | undefined;
}

/** Makes the schemas of a message's fields from its table. */
export function shapeOf<Of extends Table>(table: Of, form: Form): ShapeOf<Of> {
  const schemas = fieldsOf(table).map((field) => {
    if (field.type === 'value') return [field.name, described(schemaOf(field, form), form.describe?.(field))];
    const message = z.object(shapeOf(field.table, form));
    return [field.name, (field.isList ? z.array(message) : message).optional()];
  });
  return Object.fromEntries(schemas);
}

function described(schema: z.ZodType, description: string | undefined): z.ZodType {
  return description === undefined ? schema : schema.meta({ description });
}

/**
 * Two kinds of field do not make a command malformed. A lenient field counts as absent when it is malformed. A field that
 * not all rules know is marked as malformed: the core refuses the command if its rules look at the field.
 */
function schemaOf(field: ValueField, form: Form): z.ZodType {
  const { isNullable, isOptional, isLenient, since } = field;
  const value = form.schemaOf(field);
  const orNull = isNullable ? value.nullable() : value;
  if (form.isTolerant && since > 0)
    return z
      .union([orNull, z.literal('malformed')])
      .optional()
      .catch('malformed');
  const orAbsent = isOptional ? orNull.optional() : orNull;
  return form.isTolerant && isLenient ? orAbsent.catch(undefined) : orAbsent;
}
