import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Where zod makes a schema into JSON Schema. Each kind of schema refers to it, so that nothing of it is left out by itself. */
const PARTS = /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/;

const EXPORTS = /^export (?:const|function|class) (\w+)/gm;

/** Leaves JSON Schema out of the screen's scripts, which only check what the API answers: some five kilobytes less to load. */
export function withoutJsonSchema(): Plugin {
  return {
    name: 'without-json-schema',
    enforce: 'pre',
    apply: 'build',
    load: (id) => (PARTS.test(id) ? { code: stubOf(readFileSync(id, 'utf8')), moduleSideEffects: false } : null),
  };
}

/** The same names. What a schema calls when it is made gives it a method that refuses. */
function stubOf(code: string): string {
  const stubs = [...code.matchAll(EXPORTS)].map(([, name = '']) => {
    return `export const ${name} = ${name.startsWith('create') ? '() => refuse' : 'refuse'};`;
  });
  return `const refuse = () => { throw new Error('the screen makes no JSON Schema'); };\n${stubs.join('\n')}\n`;
}
