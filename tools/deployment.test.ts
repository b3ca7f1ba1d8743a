import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8');
const compose = read('docker-compose.deployment.yml');

/** The lines of each part below a heading, by the part's name. The file is written by hand in one style. */
function partsBelow(heading: string, indent: string): Map<string, string> {
  const [, text = ''] = compose.split(new RegExp(`^${heading}:$`, 'm'));
  const [own = ''] = text.split(/^\w/m);
  const parts = own.split(new RegExp(`^${indent}(?=[\\w-]+:)`, 'm')).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf(':')), part]));
}

const services = partsBelow('services', '  ');

it('gives no container more rights than it needs', () => {
  expect([...services.keys()]).toHaveLength(14);
  for (const part of services.values()) expect(part).toMatch(/^ {4}<<: \*(process|server)$/m);
  for (const anchor of ['process', 'server']) {
    const [, text = ''] = compose.split(`: &${anchor}\n`);
    const [own = ''] = text.split(/^\w/m);
    for (const line of ['read_only: true', 'cap_drop: [ALL]', 'security_opt: ["no-new-privileges:true"]'])
      expect(own).toContain(`  ${line}\n`);
    expect(own).toMatch(/mem_limit: \d+g\n {2}pids_limit: \d+\n/);
  }
  expect(compose).not.toMatch(/privileged|cap_add|network_mode|docker\.sock|pid: host|read_only: false/);
  for (const server of ['postgres', 'redis']) expect(services.get(server)).toContain(`    user: ${server}\n`);
  expect(services.get('timescale')).toContain('    user: postgres\n    environment:');
  expect(read('docker/Dockerfile').match(/^USER .*/gm)).toEqual(['USER node']);
});

it('lets nobody but the api, ws and a venue with an order book be reached, and nobody reach a server that they do not need', () => {
  const found = [...services].map(([name, part]) => [
    name,
    /^ {4}networks: \[(.*)\]$/m.exec(part)?.[1],
    part.includes('ports:'),
  ]);
  expect(found).toEqual([
    ['postgres', 'database', false],
    ['timescale', 'database', false],
    ['redis', 'log', false],
    ['migrate', 'log, database', false],
    ['engine', 'log, database', false],
    ['recorder', 'log, database', false],
    ['notifier', 'log, database, outside', false],
    ['poller', 'log, database, venue, outside', false],
    ['exchange', 'venue', false],
    ['venue', 'log, database, venue, outside', true],
    ['market-maker', 'venue', false],
    ['hedger', 'log, database, venue', false],
    ['api', 'log, database, outside', true],
    ['ws', 'log, database, outside', true],
  ]);
  const inner = [...partsBelow('networks', '  ')].filter(([, part]) => part.includes('internal: true'));
  expect(inner.map(([name]) => name)).toEqual(['log', 'database', 'venue']);
});

it('has no secret of its own: each comes from the environment, and nothing starts without it', () => {
  for (const name of [
    'POSTGRES_PASSWORD',
    'POSTGRES_APP_PASSWORD',
    'REDIS_PASSWORD',
    'JWT_SECRET',
    'DOCUMENTS_SECRET',
    'SMTP_URL',
    'PUBLIC_URL',
  ])
    expect(compose.match(new RegExp(`\\$\\{${name}(?!:\\?set ${name}\\})`))).toBeNull();
});

it('lets the migration step alone be the owner of the database', () => {
  const asOwner = [...services]
    .filter(([, part]) => /\*owner-url|[^_]POSTGRES_PASSWORD/.test(part))
    .map(([name]) => name);
  expect(asOwner).toEqual(['postgres', 'timescale', 'migrate']);
  expect(compose).toMatch(/^x-database-url: &database-url "postgresql:\/\/fulcrum_app:\$\{POSTGRES_APP_PASSWORD:/m);
  expect(read('docker/postgres/role.sh')).toContain("create role fulcrum_app login password :'app_password';");
});

it('installs only what the lockfile names, byte for byte', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { link?: boolean; integrity?: string; resolved?: string }>;
  };
  const foreign = Object.entries(packages).filter(([path]) => path.includes('node_modules/'));
  expect(foreign.length).toBeGreaterThan(100);
  const loose = foreign.filter(([, { link, integrity = '' }]) => !link && !/^sha512-/.test(integrity));
  expect(loose.map(([path]) => path)).toEqual([]);
  expect(read('docker/Dockerfile')).not.toMatch(/npm (install|i|update)\b|curl|wget/);
});

it('builds the screen in a stage of its own, and ships the result without the tools', () => {
  const stages = read('docker/Dockerfile')
    .split(/^FROM /m)
    .slice(1);
  const building = stages.filter((stage) => stage.includes('--workspace @fulcrum/web'));
  expect(building).toHaveLength(1);
  expect(building[0]).toMatch(/^\S+ AS screen\n[\s\S]*npm run build --workspace @fulcrum\/web\n/);
  const shipped = stages.at(-1) ?? '';
  expect(shipped).toContain('COPY --from=screen /app/apps/web/dist apps/web/dist\n');
  expect(shipped.match(/COPY --from=(?!dependencies|client|screen|hashing)\S+|npm/g)).toBeNull();
  // The stage has development tools as well: of it only what hashes passwords is shipped.
  expect(shipped.match(/COPY --from=hashing .*/g)).toEqual([
    'COPY --from=hashing /app/node_modules/@node-rs node_modules/@node-rs',
  ]);
});

it('lets the api be told where the feed is, without requiring it', () => {
  expect(services.get('api')).toMatch(/^ {6}PUBLIC_WS_URL: \$\{PUBLIC_WS_URL:-\}$/m);
});

it('has in its image the programs that operators run, those that anything says to run there among them', () => {
  const shipped = new Set([...read('.dockerignore').matchAll(/^!tools\/([a-z-]+)$/gm)].map(([, name]) => name));
  const texts = ['docs/venue.md', 'docs/hedge.md', 'docs/settings.md', 'docs/reliability.md', 'CHANGELOG.md'].map(read);
  const named = [compose, ...texts].flatMap((text) =>
    [...text.matchAll(/node tools\/([a-z-]+)\//g)].map(([, name]) => name),
  );
  expect(named).toContain('venue');
  const staff = ['audit', 'deposits', 'exposure', 'instruments', 'limits', 'rules', 'withdrawals'];
  expect([...named, ...staff].filter((name) => !shipped.has(name))).toEqual([]);
});

it('names only tests that exist as its proof', () => {
  const named = [...read('docs/security.md').matchAll(/`((?:apps|packages|tests|tools)\/[\w./-]+\.test\.ts)`/g)];
  expect(named.length).toBeGreaterThan(10);
  for (const [, path = ''] of named) expect(read(path)).toContain('expect(');
  for (const name of ['security', 'auth', 'ownership', 'errors'])
    expect(read(`tests/edge/${name}.e2e.test.ts`)).toContain('expect(');
});
