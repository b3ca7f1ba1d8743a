// Installs what is missing before a command runs. It has no dependencies and runs on any Node from 20 on, because it
// installs all others. It writes only to standard error: the output of `npm run -s replay` belongs to the program.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const oldestNode = 20;

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  console.error(`Fulcrum needs Node ${oldestNode} or later to set itself up; this is ${process.version}.`);
  process.exit(1);
}

const packages = hashOf('package-lock.json');
const schema = hashOf('packages/db/prisma/schema.prisma');
ensure('packages', packages, 'node_modules', 'Installing packages (about a minute, once)', [
  'ci',
  '--include=dev',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
]);
ensure('client', packages + schema, 'packages/db/src/generated/client.ts', 'Generating the database client', [
  'run',
  '--silent',
  'generate',
  '-w',
  '@fulcrum/db',
]);

const screen = hashOfFolders(
  'apps/web',
  'packages/log/src',
  'packages/memory/src',
  'packages/cfd/src',
  'packages/protocol/src',
);
ensure('screen', packages + screen, 'apps/web/dist/desk/index.html', 'Building the screens', [
  'run',
  '--silent',
  'build',
  '-w',
  '@fulcrum/web',
]);

/**
 * Runs an npm command, unless its output exists and its mark names the same input. `npm ci` removes the marks as well.
 */
function ensure(name, input, output, message, command) {
  const mark = join(root, 'node_modules', `.fulcrum-${name}`);
  if (existsSync(join(root, output)) && existsSync(mark) && readFileSync(mark, 'utf8') === input) return;
  console.error(`${message} …`);
  const { status, error } = spawnSync('npm', command, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    const why = error === undefined ? 'see the lines above' : error.message;
    console.error(`\`npm ${command.join(' ')}\` failed: ${why}. Mend the cause and run the same command again.`);
    process.exit(1);
  }
  writeFileSync(mark, input);
}

/** A hash of all files in the folders, except for generated ones. */
function hashOfFolders(...folders) {
  const hash = createHash('sha256');
  for (const folder of folders)
    for (const file of readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).sort(byPath)) {
      const path = relative(root, join(file.parentPath, file.name)).replaceAll('\\', '/');
      if (file.isFile() && !/\/(dist|node_modules|\.turbo)\//.test(path)) hash.update(`${path} ${hashOf(path)}\n`);
    }
  return hash.digest('hex');
}

function byPath(a, b) {
  const [pathOfA, pathOfB] = [a, b].map(({ parentPath, name }) => join(parentPath, name));
  return pathOfA < pathOfB ? -1 : 1;
}

function hashOf(path) {
  return createHash('sha256')
    .update(readFileSync(join(root, path)))
    .digest('hex');
}
