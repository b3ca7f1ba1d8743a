import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** SQLite's code for "somebody else has it". */
const busy = 5;

/**
 * Takes a folder for this process, or returns false when another process has it.
 *
 * Node cannot lock files, but SQLite, which is part of it, can: the lock that an open write transaction holds is the
 * operating system's, so it is gone with the process, even after `kill -9`. The database itself stays empty.
 */
export function lockFolder(directory: string): boolean {
  const database = new DatabaseSync(join(directory, 'guard.lock'), { timeout: 0 });
  try {
    // Nothing is ever written, so no journal file is needed.
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

/** A database that nobody refers to would be closed by the garbage collector, and the lock with it. */
const heldUntilExit: DatabaseSync[] = [];
