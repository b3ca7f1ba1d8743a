import { expect, it } from 'vitest';
import { COUNTRIES } from './countries.ts';

it('each code is of two letters, stands once, and has a name', () => {
  expect(COUNTRIES).toHaveLength(249);
  expect(new Set(COUNTRIES).size).toBe(COUNTRIES.length);
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  for (const code of COUNTRIES) {
    expect(code).toMatch(/^[A-Z]{2}$/);
    expect(names.of(code), code).toBeDefined();
  }
});
