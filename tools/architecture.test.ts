import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What each package may import of the others: imports point down only. */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  protocol: ['core'],
  streams: ['core'],
  db: ['core'],
  service: [],
  instruments: ['core', 'protocol', 'streams', 'db'],
  journal: ['core', 'protocol'],
  devstack: ['db'],
  sockets: ['service'],
  sessions: ['core', 'streams'],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

function importsBelow(folder: string): Import[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const sources = files.filter(
    (file) => file.endsWith('.ts') && !/generated|node_modules|testing|\.test\.ts$/.test(file),
  );
  return sources.flatMap((source) => {
    const file = join(folder, source);
    const text = readFileSync(join(root, file), 'utf8');
    const targets = text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)'([^']+)'/g);
    return [...targets].map(([, target = '']) => ({ file, target }));
  });
}

describe('imports', () => {
  it('never leave the core', () => {
    const imports = importsBelow('packages/core/src');
    expect(imports.length).toBeGreaterThan(20);
    const source = join(root, 'packages/core/src');
    const outside = imports.filter(({ file, target }) => {
      const path = resolve(root, dirname(file), target);
      return !target.startsWith('.') || relative(source, path).startsWith('..');
    });
    expect(outside).toEqual([]);
  });

  it.each(Object.entries(mayImport))('of the package %s point down only, to %j', (name, allowed) => {
    const others = importsBelow(`packages/${name}/src`).filter(({ target }) => target.startsWith('@fulcrum/'));
    expect(others.filter(({ target }) => !allowed.includes(target.replace('@fulcrum/', '')))).toEqual([]);
  });

  it('never reach an app, neither by name nor by path', () => {
    const apps = readdirSync(join(root, 'apps'));
    const all = [...importsBelow('packages'), ...importsBelow('apps'), ...importsBelow('tools')];
    const intoApps = all.filter(({ file, target }) => {
      const path = relative(root, resolve(root, dirname(file), target));
      const [folder, app] = path.split('/');
      const own = file.split('/').slice(0, 2).join('/');
      return (
        apps.some((name) => target === `@fulcrum/${name}`) ||
        (target.startsWith('.') && folder === 'apps' && `apps/${app}` !== own)
      );
    });
    expect(intoApps).toEqual([]);
  });
});

describe('the core', () => {
  it('reads no clock and no random number, and uses no floating point function', () => {
    const files = readdirSync(join(root, 'packages/core/src')).filter((file) => !file.endsWith('.test.ts'));
    const texts = files.map((file) => [file, readFileSync(join(root, 'packages/core/src', file), 'utf8')] as const);
    expect(
      texts.filter(([, text]) => /\bDate\b|Math\.random|performance\.|process\.|parseFloat|Math\.round/.test(text)),
    ).toEqual([]);
  });
});
