import { REJECTIONS } from '@fulcrum/cfd';
import { expect, it } from 'vitest';
import { refusalText } from './refusals.ts';

it.each(Object.keys(REJECTIONS))('%s has a plain sentence', (code) => {
  const text = refusalText(code, 'the engine’s own words');
  expect(text).toMatch(/^[A-Z].*\.$/);
  expect(text).not.toContain('own words');
});

it('says of an unknown code what the server said', () => {
  expect(refusalText('something_new', 'Read this.')).toBe('Read this.');
});
