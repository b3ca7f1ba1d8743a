import { assert } from '@fulcrum/log';
import type { Kind, Table } from './fields.ts';

/** A field of a message, read out of its table. */
export interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly isOptional: boolean;
  readonly least: number;
  readonly most: number;
}

const SPEC = /^(\w+)(\?)?(?: (-?\d+)\.\.(\d+))?$/;

/** The fields of a message, in the order in which they are printed. */
export function fieldsOf(table: Table): Field[] {
  return Object.entries(table).map(([name, spec]) => {
    const parts = SPEC.exec(spec);
    assert(parts !== null, `the field ${name} is described as a field can be`);
    const [, kind, isOptional, least, most] = parts;
    return {
      name,
      kind: kind as Kind,
      isOptional: isOptional !== undefined,
      least: least === undefined ? Number.MIN_SAFE_INTEGER : Number(least),
      most: most === undefined ? Number.MAX_SAFE_INTEGER : Number(most),
    };
  });
}
