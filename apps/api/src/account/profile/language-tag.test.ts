import { expect, it } from 'vitest';
import { languageTag } from './language-tag.ts';

it('takes tags of BCP 47, and keeps them in their canonical form', () => {
  expect(['en', 'PT-br', 'zh-hant-tw', 'de-CH-1996'].map((tag) => languageTag.parse(tag))).toEqual([
    ...['en', 'pt-BR', 'zh-Hant-TW', 'de-CH-1996'],
  ]);
});

it.each(['', 'e', 'english please', 'en_US', '<b>', 'en\n', 'en-'.repeat(20)])('refuses %j', (text) => {
  expect(languageTag.safeParse(text).success).toBe(false);
});
