import { checkDocument } from '@fulcrum/identity';
import { expect, it } from 'vitest';
import { specimenImage } from './specimen-image.ts';
import { specimenPage } from './specimen-page.ts';

it('makes documents that are taken for what they are, also with names that would end a text', async () => {
  const image = await checkDocument(specimenImage('Lucía (Ferrer)'), 'image/png', 'specimen.png');
  expect(image).toMatchObject({ name: 'specimen.png', mediaType: 'image/png' });
  const page = specimenPage('Lucía (Ferrer) \\ Łódź', 'Calle 1)');
  expect(page.toString('latin1')).toContain('(Luc\xeda \\(Ferrer\\) \\\\ ?\xf3d?) Tj');
  expect(await checkDocument(page, 'application/pdf', 'specimen.pdf')).toMatchObject({ mediaType: 'application/pdf' });
});

it('says of each that it is a specimen, and whose', () => {
  expect(specimenPage('Ada', 'Here').toString('latin1')).toContain('(SPECIMEN) Tj');
  expect(specimenImage('Ada').equals(specimenImage('Eda'))).toBe(false);
});
