import { assert } from '@fulcrum/log';
import type { Kind, Spec, Table } from './fields.ts';

/** A field of a message, read out of its table. */
export interface Field {
  readonly name: string;
  readonly isOptional: boolean;
}

/** A field that holds a value. */
export interface ValueField extends Field {
  readonly type: 'value';
  readonly kind: Kind;
  readonly isNullable: boolean;
  /** Whether something malformed counts as absent. */
  readonly isLenient: boolean;
  /** The first version of the rules that looks at it. */
  readonly since: number;
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** A field that holds messages. */
export interface MessageField extends Field {
  readonly type: 'message';
  readonly table: Table;
  readonly isList: boolean;
}

const SPEC = /^(\w+)(\|null)?(\?)?(?: (\d+)\.\.(\d+)?)?(?: since (\d+)| (or ignored))?$/;

/** The fields of a message, in the order in which they are printed. */
export function fieldsOf(table: Table): (ValueField | MessageField)[] {
  return Object.entries(table).map(([name, spec]) => {
    if (typeof spec === 'string') return valueField(name, spec);
    const isList = 'many' in spec;
    return { type: 'message', name, isOptional: true, isList, table: isList ? spec.many : spec.one };
  });
}

/** Those of them that hold values, and no messages. */
export function valueFieldsOf(table: Table): ValueField[] {
  return fieldsOf(table).filter((field) => field.type === 'value');
}

function valueField(name: string, spec: Spec): ValueField {
  const parts = SPEC.exec(spec);
  assert(parts !== null, `the field ${name} is described as a field can be`);
  const [, kind, isNullable, isOptional, least, most, since, isLenient] = parts;
  return {
    type: 'value',
    name,
    kind: kind as Kind,
    isNullable: isNullable !== undefined,
    isOptional: isOptional !== undefined,
    isLenient: isLenient !== undefined,
    since: since === undefined ? 0 : Number(since),
    least: least === undefined ? undefined : Number(least),
    most: most === undefined ? undefined : Number(most),
  };
}
