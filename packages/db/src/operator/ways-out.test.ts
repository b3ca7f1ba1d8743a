import { expect, it } from 'vitest';
import { databaseWaysOut } from './ways-out.ts';

it('name the folder of the very product, also one with a space, and each begins with a copy', () => {
  const text = databaseWaysOut("/srv/ada's data");
  const home = `'/srv/ada'\\''s data'`;
  expect(text).toContain(`mv '/srv/ada'\\''s data/postgres' '/srv/ada'\\''s data/postgres.before'\n`);
  expect(text).toContain(`FULCRUM_HOME=${home} npm run -s journal > journal.ndjson\n`);
  expect(text).toMatch(/mv '.*s data' '.*s data.before'$/);
  expect(text).not.toContain('.fulcrum');
});

it('name no folder where others keep the data', () => {
  const text = databaseWaysOut(undefined, ['Another one.']);
  expect(text).not.toMatch(/\bmv\b|\bcp\b|FULCRUM_HOME/);
  expect(text).toMatch(/1\. .*volume[\s\S]*\n {2}2\. Another one\.\n {2}3\. /);
});
