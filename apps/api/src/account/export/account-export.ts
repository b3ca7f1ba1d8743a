import type { Database } from '@fulcrum/db';
import { Problem, unavailable } from '@fulcrum/http';
import type { Session } from '@fulcrum/sessions';
import type { Reply } from '../../http/route.ts';
import { exportSections, type Section } from './export-sections.ts';

/** Exports that may be under way at a time: each of them may be read slowly. */
const MAX_EXPORTS = 20;

/** Sends users all that is stored about them, a part at a time as they take it: one export of a user at once. */
export class AccountExport {
  readonly #db: Database;
  readonly #users = new Set<string>();

  constructor(db: Database) {
    this.#db = db;
  }

  export({ userId }: Session): Reply {
    const headers = { 'Content-Disposition': 'attachment; filename="fulcrum-export.json"' };
    const type = 'application/json; charset=utf-8';
    return { status: 200, body: undefined, download: { type, headers, chunks: this.#parts(userId) } };
  }

  /** @throws Problem, before the first part, when the user has one under way, or too many others have. */
  async *#parts(userId: string): AsyncGenerator<string, void> {
    if (this.#users.has(userId))
      throw new Problem(429, 'too_many_requests', 'Another export of yours is under way.', {}, 5);
    if (this.#users.size >= MAX_EXPORTS) throw unavailable('Too many exports are under way.');
    this.#users.add(userId);
    try {
      yield `{"exportedAt":${JSON.stringify(new Date())}`;
      for (const section of exportSections(this.#db, userId)) yield* printed(section);
      yield '}\n';
    } finally {
      this.#users.delete(userId);
    }
  }
}

async function* printed(section: Section): AsyncGenerator<string, void> {
  const name = `,\n${JSON.stringify(section.name)}:`;
  if ('value' in section) {
    yield name + print(await section.value());
    return;
  }
  yield `${name}[`;
  let isFirst = true;
  for await (const rows of section.pages()) {
    if (rows.length === 0) continue;
    yield (isFirst ? '\n' : ',\n') + rows.map(print).join(',\n');
    isFirst = false;
  }
  yield ']';
}

/** What the log counts is below 2^53. */
function print(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? Number(part) : part)) ?? 'null';
}
