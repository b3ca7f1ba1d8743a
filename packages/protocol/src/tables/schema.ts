import { type AsText, fieldsOf, type Many, type One, type Table, type ValueField } from '@fulcrum/cfd';
import { z } from 'zod';

/** The schemas of a message's fields: each is a schema of its own, so that others can pick and extend them. */
export type ShapeOf<Of extends Table> = {
  [Name in keyof Of]: Of[Name] extends `${string}?${string}` | One | Many
    ? z.ZodOptional<z.ZodType<Exclude<AsText<Of>[Name & keyof AsText<Of>], undefined>>>
    : z.ZodType<AsText<Of>[Name & keyof AsText<Of>]>;
};

/** Makes the schemas of a message's fields from its table. @param schemaOf gives that of a value which is there. */
export function shapeOf<Of extends Table>(table: Of, schemaOf: (field: ValueField) => z.ZodType): ShapeOf<Of> {
  const schemas = fieldsOf(table).map((field) => {
    if (!('table' in field)) return [field.name, absentOr(field, schemaOf(field))];
    const message = z.object(shapeOf(field.table, schemaOf));
    return [field.name, (field.isList ? z.array(message) : message).optional()];
  });
  return Object.fromEntries(schemas);
}

/**
 * A malformed field that counts as absent is one that versions which do not know it ignore as well: then nobody can be
 * answered. A field that not all rules know says that it is malformed, and the core refuses it if its rules look at it.
 */
function absentOr({ isNullable, isOptional, isLenient, since }: ValueField, value: z.ZodType): z.ZodType {
  if (since > 0)
    return z
      .union([value, z.literal('malformed')])
      .optional()
      .catch('malformed');
  const orNull = isNullable ? value.nullable() : value;
  const orAbsent = isOptional ? orNull.optional() : orNull;
  return isLenient ? orAbsent.catch(undefined) : orAbsent;
}
