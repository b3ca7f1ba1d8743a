import type { Database } from '@fulcrum/db';
import { type AuditRow, CHAIN_START, type ChainPlace, chainHead, readAudit } from '@fulcrum/desk';
import { uuid } from '@fulcrum/protocol';
import type { Reply } from '../../http/route.ts';
import type { AuditPageQuery } from './audit-schemas.ts';
import { ChainChecker } from './chain-checker.ts';

/** The audit log for those who oversee the desk. */
export class AuditController {
  readonly #db: Database;
  readonly #checker: ChainChecker;

  constructor(db: Database) {
    this.#db = db;
    this.#checker = new ChainChecker(db);
  }

  async page(query: AuditPageQuery): Promise<Reply> {
    const { rows, next } = await readAudit(this.#db, query);
    const emails = await this.#emailsOf(rows);
    const entries = rows.map((row) => ({ ...printRow(row), actorEmail: emails.get(row.actor) ?? null }));
    return { status: 200, body: { entries, ...(next === undefined ? {} : { next: Number(next) }) } };
  }

  async head(): Promise<Reply> {
    return { status: 200, body: printPlace(await this.#head()) };
  }

  async check(isAnew: boolean): Promise<Reply> {
    const { place, fault } = await this.#checker.check(isAnew);
    const head = await this.#head();
    const body = {
      ...{ checked: printPlace(place), head: printPlace(head) },
      isDone: fault !== undefined || place.number >= head.number,
      fault: fault === undefined ? null : { ...fault, number: Number(fault.number) },
    };
    return { status: 200, body };
  }

  async #head(): Promise<ChainPlace> {
    return (await chainHead(this.#db)) ?? CHAIN_START;
  }

  async #emailsOf(rows: readonly AuditRow[]): Promise<Map<string, string>> {
    const actors = [...new Set(rows.map(({ actor }) => actor))].filter((actor) => uuid.safeParse(actor).success);
    const users = await this.#db.user.findMany({ where: { id: { in: actors } }, select: { id: true, email: true } });
    return new Map(users.map(({ id, email }) => [id, email]));
  }
}

function printRow({ number, at, content, ...row }: AuditRow) {
  return { number: Number(number), at: at.getTime(), ...row, content: readContent(content) };
}

/** What was written past `appendAudit` may be any text. */
function readContent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function printPlace({ number, hash }: ChainPlace) {
  return { number: Number(number), hash };
}
