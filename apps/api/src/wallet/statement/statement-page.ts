import { type Money, readMoney } from '@fulcrum/cfd';
import { escaped, pageHead, policyOf } from '../../sign-in/product-page.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { MAX_DOWNLOADED } from './downloads.ts';
import { moneyText } from './money-text.ts';
import type { Statement } from './statement.ts';

/** On paper it is black on white, the table's head comes again on each sheet, and no row is torn apart. */
const STYLE = `
:root{color-scheme:light dark;--text:#18202a;--muted:#56616e;--line:#d8dee6;--ground:#fff}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--muted:#9eabb9;--line:#262f3b;--ground:#0b0f14}}
@media print{:root{color-scheme:light;--text:#000;--muted:#333;--line:#bbb;--ground:#fff}body{padding:0;max-width:none;font-size:10pt}thead{display:table-header-group}tr{break-inside:avoid}.screen{display:none}}
@page{margin:16mm}
body{margin:0 auto;padding:24px 16px 48px;max-width:860px;background:var(--ground);color:var(--text);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
h1{margin:0 0 4px;font-size:20px}h2{margin:24px 0 6px;font-size:15px}p{margin:0 0 4px;color:var(--muted);overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:4px 6px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:600;color:var(--muted)}
.money{text-align:right;white-space:nowrap}
.total th,.total td{border-bottom:2px solid var(--text);color:var(--text);font-weight:700}
small{display:block;color:var(--muted)}
`;

export const STATEMENT_POLICY = policyOf(STYLE);

const KINDS: Readonly<Record<LedgerEntry['kind'], string>> = {
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  adjustment: 'Adjustment',
  pnl: 'Closed trade',
  guaranteed_stop: 'Guarantee of a stop-loss',
  negative_balance_protection: 'Loss beyond the margin, forgiven',
};

/** Whose account it is. */
export interface Owner {
  readonly userId: string;
  readonly email: string;
  readonly name: string | undefined;
}

/** A statement as a page, written while its entries are read. */
export async function* statementPage(
  statement: Statement,
  owner: Owner,
  parts: AsyncIterable<readonly LedgerEntry[]>,
): AsyncGenerator<string, void> {
  const { month, count, closing } = statement;
  const table = `<h2>All entries</h2>
<table aria-label="All entries">
<thead><tr><th scope="col">Time (UTC)</th><th scope="col">What</th><th scope="col" class="money">Amount</th><th scope="col" class="money">Cash</th></tr></thead>
<tbody>
`;
  let isBegun = false;
  for await (const part of parts) {
    if (!isBegun) yield head(statement, owner) + table;
    isBegun = true;
    yield part.map(row).join('');
  }
  if (isBegun) yield `${totalRow('Closing balance', closing, 4)}</tbody>\n</table>\n`;
  else yield `${head(statement, owner)}<h2>All entries</h2>\n<p>Nothing changed the cash in ${month.name}.</p>\n`;
  if (count > MAX_DOWNLOADED)
    yield `<p>These are the first ${MAX_DOWNLOADED} of ${count} entries. The figures above are those of all. The CSV of the transactions has the others.</p>\n`;
  yield '</body>\n</html>\n';
}

function head({ month, opening, closing, sums, count, isFinal }: Statement, { userId, email, name }: Owner): string {
  const title = `Statement of ${month.name}`;
  const period = `From ${dayOf(month.from)} to ${dayOf(month.to - 1)}, UTC. All amounts are in USDC.`;
  const soFar = isFinal
    ? ''
    : `<p>The month is not over, or not all of it is written yet: this is how it stands.</p>\n`;
  const ofKinds = sums.map(({ kind, count, amount }) => sumRow(`${KINDS[kind]} (${count})`, amount)).join('');
  return `${pageHead(title, STYLE)}<body>
<h1>${title}</h1>
<p>Account of <strong>${escaped(name === undefined ? email : `${name}, ${email}`)}</strong> at Fulcrum.</p>
<p>Account number ${escaped(userId)}</p>
<p>${period}</p>
${soFar}<p class="screen">Your browser prints this page, or saves it as PDF.</p>
<h2>Summary</h2>
<table aria-label="Summary">
<tbody>
${totalRow('Opening balance', opening)}${ofKinds}${totalRow('Closing balance', closing)}</tbody>
</table>
<p>${count === 1 ? '1 entry' : `${count} entries`} in all.</p>
`;
}

function sumRow(name: string, amount: Money): string {
  return `<tr><th scope="row">${name}</th><td class="money">${moneyText(amount)}</td></tr>\n`;
}

function totalRow(name: string, amount: Money, columns = 2): string {
  return `<tr class="total"><th scope="row" colspan="${columns - 1}">${name}</th><td class="money">${moneyText(amount)}</td></tr>\n`;
}

function row({ time, kind, amount, cash, orderId, transferId, note }: LedgerEntry): string {
  const reference = orderId ?? transferId;
  const about = [reference, note].filter((text) => text !== undefined).map((text) => `<small>${escaped(text)}</small>`);
  const at = new Date(time).toISOString();
  const money = [amount, cash].map((text) => `<td class="money">${moneyText(readMoney(text))}</td>`).join('');
  return `<tr><td><time datetime="${at}">${at.slice(0, 19).replace('T', ' ')}</time></td><td>${KINDS[kind]}${about.join('')}</td>${money}</tr>\n`;
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
