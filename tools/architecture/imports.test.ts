import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** What each package may import of the others: imports point down only. */
const mayImport: Record<string, readonly string[]> = {
  log: [],
  memory: ['log'],
  cfd: ['log', 'memory'],
  matching: ['log', 'memory'],
  protocol: ['log', 'memory', 'cfd'],
  streams: ['log'],
  db: ['log'],
  service: ['log'],
  instruments: ['log', 'cfd', 'protocol', 'streams', 'db'],
  desk: ['log', 'cfd', 'protocol', 'streams', 'db', 'instruments'],
  exposure: ['log', 'protocol', 'streams', 'db'],
  'engine-client': ['log', 'cfd', 'protocol', 'streams'],
  journal: ['log'],
  replica: ['log', 'streams', 'db', 'service'],
  devstack: ['db'],
  sockets: ['service'],
  http: ['protocol', 'service'],
  mail: [],
  sessions: ['log', 'streams'],
  sealing: [],
  identity: ['log', 'http', 'sealing'],
  'second-factor': ['db', 'http', 'sealing', 'service', 'sessions'],
  'simulated-prices': ['log'],
  'venue-api': ['log'],
};

/** Those that are functions of what they are given, and of nothing else. */
const pure = ['log', 'memory', 'cfd', 'matching'];

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
  it.each(pure)(
    'of the pure package %s are its own files and the packages below it, not even a module of Node',
    (name) => {
      const imports = importsBelow(`packages/${name}/src`);
      expect(imports.length).toBeGreaterThan(2);
      const source = join(root, `packages/${name}/src`);
      const outside = imports.filter(({ file, target }) => {
        if (target.startsWith('@fulcrum/')) return false;
        const path = resolve(root, dirname(file), target);
        return !target.startsWith('.') || relative(source, path).startsWith('..');
      });
      expect(outside).toEqual([]);
    },
  );

  it('have a rule for each package', () => {
    const packages = readdirSync(join(root, 'packages')).filter((name) =>
      existsSync(join(root, 'packages', name, 'package.json')),
    );
    expect(Object.keys(mayImport).sort()).toEqual(packages.sort());
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

describe.each(pure)('the pure package %s', (name) => {
  it('reads no clock and no random number, and uses no floating point function', () => {
    const source = join(root, `packages/${name}/src`);
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
    const texts = files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => [file, readFileSync(join(source, file), 'utf8')] as const);
    expect(texts.length).toBeGreaterThan(2);
    expect(
      texts.filter(([, text]) => /\bDate\b|Math\.random|performance\.|process\.|parseFloat|Math\.round/.test(text)),
    ).toEqual([]);
  });
});
