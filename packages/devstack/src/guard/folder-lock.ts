import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** SQLite's code for a database that another process has locked. */
const busy = 5;

/**
 * Locks a folder for this process. Returns false when another process has it.
 *
 * Node cannot lock files, but it contains SQLite, which can. An open write transaction holds a lock of the operating
 * system, which ends with the process, even after `kill -9`. The database itself stays empty.
 */
export function lockFolder(directory: string): boolean {
  const database = new DatabaseSync(join(directory, 'guard.lock'), { timeout: 0 });
  try {
    // Nothing is written, so no journal file is needed.
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    heldUntilExit.push(database);
    return true;
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === busy) return false;
    throw error;
  }
}

/** Keeps the databases referenced. The garbage collector would close them, and so release the locks. */
const heldUntilExit: DatabaseSync[] = [];
