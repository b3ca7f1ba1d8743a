import { expect, it } from 'vitest';
import { databaseWaysOut, venueWaysOut } from './ways-out.ts';

it('name the folder of the very product, also one with a space, and each begins with a copy', () => {
  const text = databaseWaysOut({ shard: 3, home: "/srv/ada's data" });
  const home = `'/srv/ada'\\''s data'`;
  expect(text).toContain(`mv '/srv/ada'\\''s data/postgres' '/srv/ada'\\''s data/postgres.before'\n`);
  expect(text).toContain(`       SHARD=3 FULCRUM_HOME=${home} npm run -s journal > journal.ndjson\n`);
  expect(text).toMatch(/mv '.*s data' '.*s data.before'$/);
  expect(text).not.toContain('.fulcrum');
});

it('name no folder where others keep the data', () => {
  const text = databaseWaysOut({ shard: 3, home: undefined }, ['Another one.']);
  expect(text).not.toMatch(/\bmv\b|\bcp\b|FULCRUM_HOME/);
  expect(text).toMatch(/1\. .*volume[\s\S]*\n {2}2\. Another one\.\n {2}3\. /);
});

it.each([undefined, '/srv/fulcrum'])('name the shard, and leave others alone: of %s', (home) => {
  const text = databaseWaysOut({ shard: 3, home });
  expect(text).toMatch(/^Choose a way out for shard 3:\n/);
  expect(text.match(/other shards?/g)).toHaveLength(2);
  for (const command of text.match(/.*npm (?:start|run -s journal).*/g) ?? []) expect(command).toMatch(/^ {7}SHARD=3 /);
});

it.each([undefined, '/srv/fulcrum'])(
  'speak of no journal where none holds the log, which is the venue’s: of %s',
  (home) => {
    const text = venueWaysOut({ shard: 3, home });
    expect(text).toMatch(
      /^Choose a way out for shard 3:\n {2}1\. Put back PostgreSQL's own data[\s\S]*\n {2}2\. Go on without/,
    );
    expect(text).toContain('VENUE=off');
    expect(text).not.toMatch(/npm run -s (journal|replay)/);
  },
);
