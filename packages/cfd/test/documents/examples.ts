import type { Subject } from '../harness.ts';
import { type Table, tablesOf, withTables } from './tables.ts';
import { money, tell } from './telling.ts';
import { Trader } from './trader.ts';

/**
 * Fills the tables of docs/trading.md in. Some columns say what is done. It is done here, and the others say what came of it.
 */

/** The columns behind "What happens". */
const COLUMNS: { readonly [name: string]: (trader: Trader, of: string) => string } = {
  Balance: ({ desk }) => money(desk.account().balance),
  Equity: ({ desk }) => money(desk.account().equity),
  'Used margin': ({ desk }) => money(desk.account().usedMargin),
  'Margin level': ({ desk }) => percent(desk.account().marginLevel),
  'Stop of': (trader, name) => String(trader.position(name)?.trailingStop ?? '—'),
};

export function filled(document: string, make: () => Subject): string {
  const settings = settingsOf(document);
  return withTables(document, (table) => {
    const [first, second] = table.header;
    if (first === 'Bid / ask' && second === 'You') return story(table, new Trader(make, settings));
    return first === 'Code' ? refusals(table, () => new Trader(make, settings)) : table;
  });
}

function story({ header, rows }: Table, trader: Trader): Table {
  const filledRows = rows.map(([quote = '', you = '']) => {
    const events = [...(quote ? trader.carryOut(`price ${quote}`) : []), ...(you ? trader.carryOut(you) : [])];
    return [quote, you, tell(events), ...header.slice(3).map((name) => column(name, trader))];
  });
  return { header, rows: filledRows };
}

function column(name: string, trader: Trader): string {
  const [of, order = ''] = name.split(/(?<= of) /);
  const fill = COLUMNS[of ?? ''];
  if (fill === undefined) throw new Error(`there is no column ${name}`);
  return fill(trader, order);
}

/** A table of codes: each with steps at the end of which it is the answer. */
function refusals({ header, rows }: Table, make: () => Trader): Table {
  const filledRows = rows.map(([_, ...rest]) => {
    const trader = make();
    trader.carryOut('pay in 1,000; price 100.0 / 100.2');
    const codes = trader.carryOut(String(rest.at(-1))).flatMap(({ code }) => (code === undefined ? [] : [code]));
    return [`\`${codes.join(', ')}\``, ...rest];
  });
  return { header, rows: filledRows };
}

/** What the instrument of all examples is like, out of the table that says so. */
export function settingsOf(document: string) {
  const table = tablesOf(document).find(({ header }) => header[0] === 'Gold, in all examples');
  const said = table?.rows.map((cells) => cells.join(': ')).join('\n') ?? '';
  const find = (pattern: RegExp) => {
    const [, ...found] = pattern.exec(said) ?? [];
    if (found.length === 0) throw new Error(`the table of the instrument says nothing like ${pattern}`);
    return found.map((text) => text.replaceAll(',', ''));
  };
  const [priceStep = ''] = find(/^A price moves by: (\S+)$/m);
  const [minQuantity = '', maxQuantity = '', quantityStep = ''] = find(
    /^Quantity: (\S+) to (\S+), in steps of (\S+)$/m,
  );
  const [fee, distance] = find(/^A guaranteed stop: costs (\S+) % .*, and lies at least (\S+) % .*$/m);
  const hundredths = (percent = '') => Math.round(Number(percent) * 100);
  return {
    ...{ priceDecimals: decimalsOf(priceStep), quantityDecimals: decimalsOf(quantityStep), minQuantity, maxQuantity },
    maxLeverage: Number(find(/^Leverage: up to (\d+)x$/m)[0]),
    maxQuoteAgeMs: Number(find(/^A price is good for: (\S+) s$/m)[0]) * 1_000,
    ...{ guaranteedStopPpm: hundredths(fee) * 100, minGuaranteedDistanceBps: hundredths(distance) },
  };
}

function decimalsOf(step: string): number {
  const [, zeros] = /^0\.(0*)1$/.exec(step) ?? [];
  if (zeros === undefined) throw new Error(`prices and quantities do not move by ${step}`);
  return zeros.length + 1;
}

const percent = (level: unknown) => (level === null ? '—' : `${level} %`);
