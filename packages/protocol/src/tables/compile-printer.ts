import {
  type AsText,
  type Field,
  fieldsOf,
  formatDecimal,
  INSTRUMENT,
  type Kind,
  type MessageField,
  MONEY_DECIMALS,
  type Table,
  type ValueField,
} from '@fulcrum/cfd';

/** Prints a message as JSON holds it. */
export type Printer<Of extends Table> = (message: object) => AsText<Of>;

/** The printers of the messages within a message, by field. */
type Parts = Record<string, (message: object) => object>;

/**
 * Makes the function that prints a message from its table, field by field.
 *
 * A tick may close a hundred thousand orders, and each of them is printed. So the function is written out as source and
 * compiled once, at the start of the program. A function that goes through the table for each message takes several times
 * as long. No text from outside becomes source, because all tables are part of the code.
 *
 * @param type the type of an event. It is printed before all fields.
 */
export function compilePrinter<Of extends Table>(table: Of, type?: string): Printer<Of> {
  const fields = fieldsOf(table);
  const parts: Parts = {};
  for (const field of fields) if (field.type === 'message') parts[field.name] = compilePrinter(field.table);
  // Fields that are always there are written as one object literal, the fastest way. The others follow in their order.
  const firstAbsent = fields.findIndex(mayBeAbsent);
  const [always, others] = firstAbsent < 0 ? [fields, []] : [fields.slice(0, firstAbsent), fields.slice(firstAbsent)];
  const head = type === undefined ? [] : [`type: ${JSON.stringify(type)}`];
  const literal = [...head, ...always.map((field) => `${JSON.stringify(field.name)}: ${printed(field)}`)];
  const body = [
    'const { instrument } = message;',
    `const out = { ${literal.join(', ')} };`,
    ...others.map(assignment),
    'return out;',
  ];
  return new Function('parts', 'decimal', `return (message) => { ${body.join('\n')} };`)(parts, formatDecimal);
}

/** A field that may be null is always printed. It is absent only in the messages of older versions. */
function mayBeAbsent(field: ValueField | MessageField): boolean {
  return field.isOptional && !(field.type === 'value' && field.isNullable);
}

function assignment(field: ValueField | MessageField): string {
  const assigned = `out[${JSON.stringify(field.name)}] = ${printed(field)};`;
  return mayBeAbsent(field) ? `if (${sourceOf(field)} !== undefined) ${assigned}` : assigned;
}

/** The settings of an instrument come from the instrument, all other fields from the message. */
function sourceOf({ name }: Field): string {
  return `${Object.hasOwn(INSTRUMENT, name) ? 'instrument' : 'message'}[${JSON.stringify(name)}]`;
}

function printed(field: ValueField | MessageField): string {
  const source = sourceOf(field);
  if (field.type === 'message') {
    const print = `parts[${JSON.stringify(field.name)}]`;
    return field.isList ? `${source}.map(${print})` : `${print}(${source})`;
  }
  const value = inJson(field.kind, source);
  return field.isNullable ? `${source} === undefined ? null : ${value}` : value;
}

/** Amounts become text, with exactly as many digits as their kind has. All other values are the same in JSON. */
function inJson(kind: Kind, source: string): string {
  switch (kind) {
    case 'price':
      return `decimal(${source}, instrument.priceDecimals)`;
    case 'quantity':
      return `decimal(${source}, instrument.quantityDecimals)`;
    case 'money':
      return `decimal(${source}, ${MONEY_DECIMALS})`;
    case 'percent':
      return `decimal(${source}, 2)`;
    default:
      return source;
  }
}
