import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

const FOLDERS = ['apps', 'packages', 'tools', 'tests', 'examples', 'docker'];
const MADE = new Set(['node_modules', 'generated', 'dist']);

/** A file of the project's source. Its path, and those of its imports, begin at the project's root. */
export interface SourceFile {
  readonly path: string;
  /** The project's files that it imports, types included: by a path, or as a package. */
  readonly imports: readonly string[];
  /** Those of them without which it cannot be loaded, or checked. The others it loads when it needs them. */
  readonly needed: readonly string[];
  /** What else it imports: modules of Node, libraries, and files that are made. */
  readonly foreign: readonly string[];
}

/** All files of the project's source: programs, tests and style sheets. */
export function sourceFiles(): SourceFile[] {
  const paths = FOLDERS.flatMap((folder) => pathsBelow(folder)).filter((path) => /\.(ts|tsx|mjs|css)$/.test(path));
  const known = new Set(paths);
  const entries = packageEntries();
  return paths.map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const found = importsIn(text).map(({ name, isNeeded }) => ({
      name: entries.get(name) ?? fileNamed(name, path),
      isNeeded,
    }));
    const own = found.filter(({ name }) => known.has(name));
    return {
      path,
      imports: own.map(({ name }) => name),
      needed: own.filter(({ isNeeded }) => isNeeded).map(({ name }) => name),
      foreign: found.filter(({ name }) => !known.has(name)).map(({ name }) => name),
    };
  });
}

export function isTest(path: string): boolean {
  return /\.(test|fixture)\.tsx?$/.test(path);
}

/** Whether a file serves tests alone: its folder says so. */
export function isTestSupport(path: string): boolean {
  return path.startsWith('tests/') || /\/(testing|test)\//.test(path);
}

function pathsBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return MADE.has(entry.name) || entry.name.startsWith('.') ? [] : pathsBelow(path);
  });
}

/** Static and dynamic imports, and imports of types. */
function importsIn(text: string): { readonly name: string; readonly isNeeded: boolean }[] {
  const found = text.matchAll(/(?:\bfrom\s+|\bimport\s*(\()?\s*)'([^']+)'/g);
  return [...found].map(([, bracket, name = '']) => ({ name, isNeeded: bracket === undefined }));
}

function fileNamed(name: string, importer: string): string {
  return name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(importer), name)) : name;
}

/** The files that stand behind the names of the packages. */
function packageEntries(): ReadonlyMap<string, string> {
  const entries = readdirSync(join(ROOT, 'packages')).flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(join(ROOT, 'packages', folder, 'package.json'), 'utf8')) as {
      name: string;
      exports: Record<string, string>;
    };
    return Object.entries(exports).map(([path, file]) => [join(name, path), join('packages', folder, file)] as const);
  });
  return new Map(entries);
}
