import { join } from 'node:path';
import { connectDatabase, type Database } from '@fulcrum/db';
import { type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';

export interface TestDatabase {
  readonly url: string;
  readonly db: Database;
}

/** A PostgreSQL with as many databases as a test wants. */
export class Databases {
  readonly #folder: string;
  readonly #server: DevServer;
  readonly #admin: Database;
  readonly #opened: Database[] = [];
  #made = 0;

  private constructor(folder: string, server: DevServer) {
    this.#folder = folder;
    this.#server = server;
    this.#admin = connectDatabase(server.url, 1);
  }

  static async start(): Promise<Databases> {
    const folder = await freshFolder();
    return new Databases(folder, await startMigratedPostgres({ directory: join(folder, 'postgres') }));
  }

  /** @param like the new one has what this one has, which nobody uses just now. */
  async make(like?: TestDatabase): Promise<TestDatabase> {
    const name = `made_${++this.#made}`;
    await like?.db.$disconnect();
    const template = like === undefined ? '' : ` template ${new URL(like.url).pathname.slice(1)} strategy file_copy`;
    await this.#admin.$executeRawUnsafe(`create database ${name}${template}`);
    const url = new URL(this.#server.url);
    url.pathname = `/${name}`;
    const db = connectDatabase(url.href, 2);
    this.#opened.push(db);
    return { url: url.href, db };
  }

  async stop(): Promise<void> {
    for (const db of [...this.#opened, this.#admin]) await db.$disconnect();
    await this.#server.stop();
    removeFolder(this.#folder);
  }
}

/** Does statements that have no semicolon within them. */
export async function execute(db: Database, script: string): Promise<void> {
  for (const statement of script.split(';')) await db.$executeRawUnsafe(statement);
}
