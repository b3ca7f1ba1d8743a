import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { folderFault } from './folder-fault.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fulcrum-folder-'));
  writeFileSync(join(folder, 'file'), '');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('is none where a folder is there, or can be made, and nothing is left behind', () => {
  expect(folderFault(folder)).toBeUndefined();
  expect(folderFault(join(folder, 'a', 'b'))).toBeUndefined();
  expect(readdirSync(folder)).toEqual(['file', 'link']);
});

it('is said where a file is in the way, or a link that leads nowhere', () => {
  expect(folderFault(join(folder, 'file'))).toBe(`${join(folder, 'file')} is no folder`);
  expect(folderFault(join(folder, 'file', 'x'))).toContain('cannot be written (ENOTDIR)');
  expect(folderFault(join(folder, 'link'))).toContain('cannot be written (ENOENT)');
});

it.runIf(process.platform === 'linux')('is said, and not tried for ever, where nothing can be made', () => {
  expect(folderFault('/proc/x/y')).toBe('/proc/x/y cannot be written (ENOENT)');
});
