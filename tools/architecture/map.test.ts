import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, sourceFiles } from './source-files.ts';

const MAP = 'docs/map.md';
const pages = ['README.md', 'CHANGELOG.md', ...pagesIn('docs')];

/** Paths in backticks that begin in one of the project's folders. */
const PATH = /`((?:apps|packages|tools|tests|examples|docker|docs|config)\/[\w./-]+|docker-compose[\w.-]+)`/g;

/** A page, and the heading of it that is named behind it. */
const PAGE = /([\w/-]+\.md)\b(?:, "([^"]+)")?/g;

describe.each(pages)('%s', (page) => {
  it('names files and folders that are there', () => {
    expect(pathsNamedIn(read(page)).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('comments', () => {
  const texts = sourceFiles().map(({ path }) => ({ path, text: read(path).replace(/\n\s*\*\s*/g, ' ') }));

  it('name pages of the project, and headings that stand there', () => {
    const named = texts.flatMap(({ path, text }) =>
      [...text.matchAll(PAGE)].map(([, page = '', heading]) => ({ path, page, heading })),
    );
    expect(named.filter(({ heading }) => heading !== undefined).length).toBeGreaterThan(5);
    expect(named.filter(({ page, heading }) => !isThere(page, heading))).toEqual([]);
  });

  it('name no section by a number, but for those of an RFC', () => {
    expect(texts.filter(({ text }) => /(?<!RFC \d+, )\bsections? \d/i.test(text)).map(({ path }) => path)).toEqual([]);
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

function isThere(page: string, heading: string | undefined): boolean {
  if (!existsSync(join(ROOT, page))) return false;
  return heading === undefined || read(page).includes(`\n## ${heading}\n`);
}

function pagesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`);
}

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}
