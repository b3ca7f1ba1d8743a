import { join } from 'node:path';
import { type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { TestDatabase } from './test-database.ts';

/** A PostgreSQL with as many databases as a test wants. */
export class Databases {
  readonly #folder: string;
  readonly #server: DevServer;
  readonly #admin: TestDatabase;
  readonly #made: TestDatabase[] = [];

  private constructor(folder: string, server: DevServer) {
    this.#folder = folder;
    this.#server = server;
    this.#admin = new TestDatabase(server.url);
  }

  static async start(): Promise<Databases> {
    const folder = await freshFolder();
    return new Databases(folder, await startMigratedPostgres({ directory: join(folder, 'postgres') }));
  }

  /** @param like the new one has what this one has, which nobody uses just now. */
  async make(like?: TestDatabase): Promise<TestDatabase> {
    await like?.disconnect();
    const name = `made_${this.#made.length + 1}`;
    const template = like === undefined ? '' : ` template ${new URL(like.url).pathname.slice(1)} strategy file_copy`;
    const url = new URL(this.#server.url);
    url.pathname = `/${name}`;
    const made = new TestDatabase(url.href);
    this.#made.push(made);
    await this.#admin.query(`create database ${name}${template}`);
    return made;
  }

  async stop(): Promise<void> {
    for (const database of [...this.#made, this.#admin]) await database.disconnect();
    await this.#server.stop();
    removeFolder(this.#folder);
  }
}
