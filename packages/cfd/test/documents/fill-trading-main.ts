import { readFileSync, writeFileSync } from 'node:fs';
import { coreSubject } from '../harness.ts';
import { filled } from './examples.ts';

/** Fills the examples of docs/trading.md in: once they, or the rules, were changed on purpose. */
const path = new URL('../../../../docs/trading.md', import.meta.url);
writeFileSync(path, filled(readFileSync(path, 'utf8'), coreSubject));
