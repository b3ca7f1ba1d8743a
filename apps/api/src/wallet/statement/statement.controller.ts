import { formatDecimal, MONEY_DECIMALS, type Money } from '@fulcrum/cfd';
import { invalidInput, Problem } from '@fulcrum/http';
import type { Session } from '@fulcrum/sessions';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Reply } from '../../http/route.ts';
import { wantsPage } from '../../sign-in/names-json.ts';
import { escaped, productPage } from '../../sign-in/product-page.ts';
import { idAt, type LedgerEntry } from '../ledger/ledger-entry.ts';
import { ledgerPage, ownEntry } from '../ledger/ledger-page.ts';
import type { Wanted } from '../ledger/ledger-rows.ts';
import type { transactionsQuery } from '../wallet-schemas.ts';
import { CSV_HEADER, entryLine } from './csv.ts';
import { type Downloads, MAX_DOWNLOADED } from './downloads.ts';
import { monthOf } from './month.ts';
import { type Statement, type StatementParts, statementOf } from './statement.ts';
import { type Owner, STATEMENT_POLICY, statementPage } from './statement-page.ts';
import type { statementQuery } from './statement-schemas.ts';

export interface StatementControllerParts extends StatementParts {
  readonly downloads: Downloads;
  readonly ownerOf: (userId: string) => Promise<Owner>;
}

/** Who asks, and how. */
interface Asked {
  readonly session: Session;
  readonly request: Request;
  readonly response: Response;
}

/** Pages of JSON have so many entries where nothing else is asked for. */
const USUAL_PAGE = 50;

/** The signed-in user's ledger: its entries by the page or as CSV, and the statements of months. */
export class StatementController {
  readonly #parts: StatementControllerParts;

  constructor(parts: StatementControllerParts) {
    this.#parts = parts;
  }

  async transactions(asked: Asked, query: z.output<typeof transactionsQuery>): Promise<Reply> {
    const { kind, from, to, cursor, limit, format } = query;
    const { ledger } = this.#parts;
    const { userId } = asked.session;
    const [gte, end] = [from, to].map((timeMs) => (timeMs === undefined ? undefined : idAt(ledger.shard, timeMs)));
    const lt = earlier(cursor && ownEntry(ledger.shard, cursor), end);
    const wanted = { kind, ...(gte && { gte }), ...(lt && { lt }) };
    if (format !== undefined ? format === 'csv' : wantsCsv(asked.request)) {
      if (limit !== undefined) throw invalidInput({ limit: `is for JSON: a file has up to ${MAX_DOWNLOADED} rows` });
      return this.#csv(asked, wanted);
    }
    const { entries, ...next } = await ledgerPage(ledger, userId, {
      wanted,
      order: 'desc',
      limit: limit ?? USUAL_PAGE,
    });
    return { status: 200, body: { transactions: entries, ...next } };
  }

  async statement(asked: Asked, query: z.output<typeof statementQuery>): Promise<Reply> {
    const { month, format, limit, cursor } = query;
    const isPage = format !== undefined ? format === 'html' : wantsPage(asked.request);
    if (isPage) return this.#statementPage(asked, month);
    const { ledger } = this.#parts;
    const { userId } = asked.session;
    const statement = await statementOf(this.#parts, userId, monthOf(month));
    const behind = cursor === undefined ? {} : { gt: ownEntry(ledger.shard, cursor) };
    const page = await ledgerPage(ledger, userId, { wanted: { ...statement.range, ...behind }, order: 'asc', limit });
    return { status: 200, body: { ...printStatement(statement), ...page } };
  }

  /** Whoever looks at it in a browser gets pages, also where there is no statement. */
  async #statementPage({ session: { userId }, response }: Asked, name: string): Promise<Reply> {
    const { downloads, ownerOf } = this.#parts;
    try {
      const statement = await statementOf(this.#parts, userId, monthOf(name));
      const owner = await ownerOf(userId);
      const chunks = statementPage(statement, owner, downloads.parts(userId, statement.range, 'asc'));
      const headers = { 'Content-Security-Policy': STATEMENT_POLICY };
      return { status: 200, body: undefined, download: { type: 'text/html; charset=utf-8', headers, chunks } };
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'no_statement')) throw error;
      const page = productPage(response, `No statement of ${name}`, `<p>${escaped(error.message)}</p>`);
      return { status: error.status, body: undefined, page };
    }
  }

  async #csv({ session: { userId }, request }: Asked, wanted: Wanted): Promise<Reply> {
    const { downloads, ledger } = this.#parts;
    const [last, next] = await ledger.placesFrom(userId, wanted, MAX_DOWNLOADED - 1);
    const link = last !== undefined && next !== undefined ? { Link: linkToNext(request, last) } : {};
    const headers = { 'Content-Disposition': 'attachment; filename="transactions.csv"', ...link };
    const type = 'text/csv; charset=utf-8; header=present';
    return {
      status: 200,
      body: undefined,
      download: { type, headers, chunks: csvOf(downloads.parts(userId, wanted, 'desc')) },
    };
  }
}

/** Only who names CSV, before all else, gets it. */
function wantsCsv(request: Request): boolean {
  return request.accepts(['json', 'csv']) === 'csv';
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  return one !== undefined && other !== undefined && other < one ? other : (one ?? other);
}

async function* csvOf(parts: AsyncIterable<readonly LedgerEntry[]>): AsyncGenerator<string, void> {
  let head = CSV_HEADER;
  for await (const part of parts) {
    yield head + part.map(entryLine).join('');
    head = '';
  }
  if (head !== '') yield head;
}

/** As in RFC 8288: the same request, from behind this entry on. */
function linkToNext({ originalUrl }: Request, last: string): string {
  const url = new URL(originalUrl, 'http://localhost');
  url.searchParams.set('cursor', last);
  return `<${url.search}>; rel="next"`;
}

function printStatement({ month: { name, from, to }, opening, closing, sums, count, isFinal }: Statement) {
  const [openingText, closingText] = [opening, closing].map(printed);
  const byKind = Object.fromEntries(sums.map(({ kind, amount }) => [kind, printed(amount)]));
  return { month: name, from, to, opening: openingText, closing: closingText, sums: byKind, count, isFinal };
}

function printed(amount: Money): string {
  return formatDecimal(amount, MONEY_DECIMALS);
}
