import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './source-files.ts';

const MAP = 'docs/map.md';
const pages = ['README.md', 'CHANGELOG.md', ...pagesIn('docs')];

/** Paths in backticks that begin in one of the project's folders. */
const PATH = /`((?:apps|packages|tools|tests|docker|docs|config)\/[\w./-]+|docker-compose[\w.-]+)`/g;

describe.each(pages)('%s', (page) => {
  it('names files and folders that are there', () => {
    expect(pathsNamedIn(read(page)).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('the map', () => {
  const lines = read(MAP)
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|(---|---\||\s*rule or mechanism)/.test(line));

  it('names a file or a folder for each rule and mechanism', () => {
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.filter((line) => pathsNamedIn(line).length === 0)).toEqual([]);
  });

  it('leads to each app and each package', () => {
    const named = pathsNamedIn(read(MAP));
    const all = ['apps', 'packages'].flatMap((folder) =>
      readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
    );
    expect(all.filter((folder) => !named.some((path) => path.startsWith(`${folder}/`)))).toEqual([]);
  });
});

function pathsNamedIn(text: string): string[] {
  return [...text.matchAll(PATH)].map(([, path = '']) => path);
}

function pagesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`);
}

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}
