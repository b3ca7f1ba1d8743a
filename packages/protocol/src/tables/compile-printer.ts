import {
  type AsText,
  fieldsOf,
  formatDecimal,
  INSTRUMENT,
  type Instrument,
  MONEY_DECIMALS,
  type Table,
  type ValueField,
} from '@fulcrum/cfd';

/** Prints a message as JSON holds it. */
export type Printer<Of extends Table> = (message: object) => AsText<Of>;

type Parts = Record<string, (message: object) => object>;

/**
 * Makes the function that prints a message from its table, field by field.
 *
 * A tick may close a hundred thousand orders, and each of them is printed. So the function is written out as source and
 * compiled once, when the program starts: one that goes through the table for each message takes several times as long.
 *
 * @param type of an event, which stands before all fields.
 */
export function compilePrinter<Of extends Table>(table: Of, type?: string): Printer<Of> {
  const parts: Parts = {};
  const present: string[] = type === undefined ? [] : [`type: ${JSON.stringify(type)}`];
  const later: string[] = [];
  for (const field of fieldsOf(table)) {
    const name = JSON.stringify(field.name);
    const source = sourceOf(field.name);
    if ('table' in field) {
      parts[field.name] = compilePrinter(field.table);
      const print = `parts[${name}]`;
      later.push(ifThere(source, name, field.isList ? `${source}.map(${print})` : `${print}(${source})`));
    } else if (field.isOptional) later.push(ifThere(source, name, printed(field, source)));
    // An optional field may stand before others: those then have to wait for it.
    else if (later.length > 0) later.push(`out[${name}] = ${orNull(field, source)};`);
    else present.push(`${name}: ${orNull(field, source)}`);
  }
  const body = `const { instrument } = message; const out = { ${present.join(', ')} }; ${later.join(' ')} return out;`;
  return new Function('parts', 'decimal', `return (message) => { ${body} };`)(parts, formatDecimal);
}

/** What an instrument is set to is told by the instrument itself. */
function sourceOf(name: string): string {
  return `${Object.hasOwn(INSTRUMENT, name) ? 'instrument' : 'message'}[${JSON.stringify(name)}]`;
}

function ifThere(source: string, name: string, value: string): string {
  return `if (${source} !== undefined) out[${name}] = ${value};`;
}

function orNull(field: ValueField, source: string): string {
  const value = printed(field, source);
  if (!field.isNullable) return value;
  return value === source ? `${source} ?? null` : `${source} === undefined ? null : ${value}`;
}

const PRICE_DECIMALS = 'instrument.priceDecimals' satisfies `instrument.${keyof Instrument}`;
const QUANTITY_DECIMALS = 'instrument.quantityDecimals' satisfies `instrument.${keyof Instrument}`;

/** Amounts become text, with exactly as many digits as their kind has. All other values are the same in JSON. */
function printed({ kind }: ValueField, source: string): string {
  if (kind === 'price') return `decimal(${source}, ${PRICE_DECIMALS})`;
  if (kind === 'quantity') return `decimal(${source}, ${QUANTITY_DECIMALS})`;
  if (kind === 'money') return `decimal(${source}, ${MONEY_DECIMALS})`;
  return kind === 'percent' ? `decimal(${source}, 2)` : source;
}
