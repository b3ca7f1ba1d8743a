import { join } from 'node:path';

/** Node keeps compiled code in this folder, with which processes start in half the time. */
const FOLDER = join(import.meta.dirname, '../node_modules/.cache/node');

/** Lets all programs that this one starts share the folder, unless another one is set. `npm ci` empties it. */
export function shareCompiledCode(): void {
  process.env.NODE_COMPILE_CACHE ??= FOLDER;
}
