// Loaded before a program (`node --import`), because the program's own modules are compiled before its first line
// runs. It lets the program and all that it starts share what Node compiles, so that they start in half the time.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** Unless another folder is set. `npm ci` empties this one. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../node_modules/.cache/node');
enableCompileCache(process.env.NODE_COMPILE_CACHE);
