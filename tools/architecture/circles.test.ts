import { describe, expect, it } from 'vitest';
import { circles } from './circles.ts';
import { isTest, type SourceFile, sourceFiles } from './source-files.ts';

const files = sourceFiles();

/** Folders whose own folders must not import each other in circles. */
const LAYERED = ['apps/web/src', 'apps/poller/src', 'apps/exchange/src', 'packages/devstack/src', 'tools'];

describe('a circle', () => {
  it('is found, however long, and whatever leads to it', () => {
    const arrows = { a: ['b'], b: ['c', 'd'], c: ['b'], d: ['e'], e: ['f'], f: ['d'], g: ['g'], h: ['a'], i: [] };
    expect(circles(new Map(Object.entries(arrows)))).toEqual(['b → c → b', 'd → e → f → d', 'g → g']);
    expect(circles(new Map([['a', ['b', 'c']] as const, ['b', ['c']] as const]))).toEqual([]);
  });
});

describe('imports', () => {
  it('lead no file back to itself, types included', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(circles(new Map(files.map(({ path, imports }) => [path, imports])))).toEqual([]);
  });

  it.each(LAYERED)('lead no folder of %s, nor of the folders in it, back to itself', (folder) => {
    const below = files.filter(({ path }) => path.startsWith(`${folder}/`) && !isTest(path));
    const parents = new Set(below.flatMap(({ path }) => foldersAbove(path, folder)));
    expect(parents.size).toBeGreaterThan(1);
    expect([...parents].flatMap((parent) => circles(betweenFoldersOf(parent, below)))).toEqual([]);
  });
});

function foldersAbove(path: string, top: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/')).filter((name) => name.startsWith(top));
}

/** Which folders in a folder import which others beside them. */
function betweenFoldersOf(parent: string, files: readonly SourceFile[]): Map<string, Set<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    const from = folderIn(parent, path);
    if (from === undefined) continue;
    const others = imports.map((target) => folderIn(parent, target)).filter((to) => to !== undefined && to !== from);
    arrows.set(from, new Set([...(arrows.get(from) ?? []), ...others.map(String)]));
  }
  return arrows;
}

/** @returns undefined for a file that is not in a folder of the parent. */
function folderIn(parent: string, path: string): string | undefined {
  const [name, ...rest] = path.startsWith(`${parent}/`) ? path.slice(parent.length + 1).split('/') : [];
  return rest.length === 0 || name === undefined ? undefined : `${parent}/${name}`;
}
