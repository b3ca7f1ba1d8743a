// Runs `prisma generate` without Prisma's engine download, which generating does not need: naming any program as the
// engine keeps Prisma from fetching one. Node itself stands in, because it exists on every machine.
// Plain JavaScript, because npm may run it with an older Node than the rest of the code has.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const prisma = join(dirname(require.resolve('prisma/package.json')), 'build', 'index.js');

const { status, error } = spawnSync(process.execPath, [prisma, 'generate'], {
  cwd: packageRoot,
  stdio: 'inherit',
  timeout: 120_000,
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
});
if (error) process.stderr.write(`prisma generate did not run: ${error.message}\n`);
process.exitCode = status ?? 1;
