import { describe, expect, it } from 'vitest';
import { viewsOf } from '../record-views.ts';
import { Records } from '../records.ts';
import { SetHash } from '../set-hash.ts';
import { readUuid } from '../uuid.ts';
import { compileReader, compileWriter } from './record-code.ts';
import { packRecord } from './record-copy.ts';
import type { RecordField } from './record-fields.ts';
import { compileMixer } from './record-hash.ts';
import { assertApart, layoutRecord, partOfLayout } from './record-layout.ts';

const ID = '01234567-89ab-cdef-fedc-ba9876543210';

const kept = { isKept: true, isHashed: 'always' } as const;
const unkept = { isKept: false, isHashed: 'never' } as const;

const FIELDS = {
  count: { kind: 'number', ...kept },
  place: { kind: 'word', ...unkept },
  colour: { kind: 'flag', values: ['red', 'blue'], ...kept },
  id: { kind: 'id', ...kept },
  debt: { kind: 'amount', ...kept },
  level: { kind: 'number?', ...kept },
  derived: { kind: 'number', ...unkept },
  owner: { kind: 'link', ...kept },
  isGone: { kind: 'flag', values: ['no', 'yes'], ...unkept },
} as const;

const NAMES = Object.keys(FIELDS);
const VALUES = { count: 1.5, place: 7, colour: 'blue', debt: -12n, level: undefined, derived: 2, isGone: 'no' };

/** A record with the values, in the middle of others. */
function filled(layout = layoutRecord(FIELDS)) {
  const records = new Records(layout.size, 10);
  const [, slot = 0] = [records.add(), records.add(), records.add()];
  const words = new Uint32Array(4);
  readUuid(ID, words);
  for (const [at, word] of words.entries()) records.setWord(slot, layout.places.id + at, word);
  compileWriter<object, 'owner'>(layout, NAMES)(records.views(slot), records.offset(slot), VALUES, { owner: 3 });
  return { records, slot, layout };
}

describe('the layout of a record', () => {
  it('puts what is kept first, and numbers of two words at even places, without a gap or an overlap', () => {
    const { places, size, flagsPlace } = layoutRecord(FIELDS);
    expect(places).toEqual({
      ...{ count: 0, debt: 1, level: 3, id: 8, owner: 12 },
      ...{ colour: 1, isGone: 2, derived: 7, place: 16 },
    });
    expect({ size, flagsPlace }).toEqual({ size: 18, flagsPlace: 13 });
  });

  it('has free words behind its fields, and stops the process when it has too few words', () => {
    expect(layoutRecord(FIELDS, 26)).toMatchObject({ size: 26, places: layoutRecord(FIELDS).places });
    expect(() => layoutRecord(FIELDS, 16)).toThrow('the fields of a record take 17 words, and it has 16');
    expect(() => layoutRecord(FIELDS, 19)).toThrow('a record has an even number of words');
  });

  it.each([
    ['two fields share a word', { owner: 11 }],
    ['a field has the word of the flags', { place: 13 }],
    ['an amount reaches into a number', { count: 4 }],
    ['two flags share a bit', { isGone: 1 }],
    ['a field stands behind the record', { place: 18 }],
    ['a field stands before it', { count: -1 }],
  ])('is refused when %s', (_, moved) => {
    const layout = layoutRecord(FIELDS);
    const places = { ...layout.places, ...moved };
    expect(() => assertApart({ ...layout, places })).toThrow('broken invariant');
  });

  it('is also that of a part of its fields, which are of the same kind there', () => {
    const layout = layoutRecord(FIELDS);
    const { id, level } = FIELDS;
    expect(partOfLayout(layout, { id, level })).toEqual({ ...layout, fields: { id, level } });
    const other = { kind: 'word', ...kept } as const;
    const message = 'the field level is of the kind word, and in its record of the kind number?';
    expect(() => partOfLayout(layout, { id, level: other })).toThrow(message);
    const none = 'the field fee is of the kind word, and in its record of the kind none';
    expect(() => partOfLayout(layout, { id, fee: other })).toThrow(none);
  });

  it('stops the process at more flags than a word has', () => {
    const flag: RecordField = { kind: 'flag', values: ['no', 'yes'], ...kept };
    const flags = Object.fromEntries(Array.from({ length: 32 }, (_, at) => [`flag${at}`, flag]));
    expect(() => layoutRecord(flags)).toThrow('the flags of a record fit into one word');
  });
});

describe('a record', () => {
  it('is read as it was written, and touches no other', () => {
    const { records, slot, layout } = filled();
    const read = compileReader(layout, NAMES, ['owner']);
    expect(read(records.views(slot), records.offset(slot), 'Ada')).toEqual({ ...VALUES, id: ID, owner: 'Ada' });
    expect(records.word(slot, layout.places.owner)).toBe(3);
    for (const other of [slot - 1, slot + 1])
      for (let word = 0; word < layout.size; word++) expect(records.word(other, word)).toBe(0);
  });

  it('takes back a flag and a level', () => {
    const { records, slot, layout } = filled();
    const write = compileWriter(layout, ['colour', 'level']);
    write(records.views(slot), records.offset(slot), { colour: 'red', level: 4 }, {});
    const read = compileReader(layout, ['colour', 'level', 'isGone', 'debt']);
    const values = read(records.views(slot), records.offset(slot));
    expect(values).toEqual({ colour: 'red', level: 4, isGone: 'no', debt: -12n });
  });

  it('is copied in part, and read out of the copy', () => {
    const { records, slot, layout } = filled();
    const names = ['level', 'debt', 'id', 'colour'];
    const copy = packRecord(layout, names);
    const target = new Uint32Array(copy.layout.size + 2);
    copy.copy(records.views(slot).words, records.offset(slot), target, 2);
    const read = compileReader(copy.layout, names);
    expect(read(viewsOf(target.buffer), 2)).toEqual({ level: undefined, debt: -12n, id: ID, colour: 'blue' });
  });
});

describe('the links of a record', () => {
  const link = { kind: 'link', ...kept } as const;

  it.each([[['owner', 'asset']], [['parent', 'asset', 'owner']]])('are written by name: %o', (names) => {
    const layout = layoutRecord(Object.fromEntries(names.map((name) => [name, link])));
    const records = new Records(layout.size, 10);
    const slot = records.add();
    const links = { owner: 3, asset: 4, parent: 5 };
    compileWriter<object, keyof typeof links>(layout, names)(records.views(slot), records.offset(slot), {}, links);
    for (const name of names)
      expect(records.word(slot, layout.places[name] as number)).toBe(links[name as keyof typeof links]);
  });

  it('stop the process when one is not given, which the types refuse', () => {
    const layout = layoutRecord({ owner: link, asset: link });
    const records = new Records(layout.size, 10);
    const [views, at] = [records.views(records.add()), 0];
    const write = compileWriter<object, 'owner' | 'asset'>(layout, ['owner', 'asset']);
    // @ts-expect-error the asset is missing
    expect(() => write(views, at, {}, { owner: 3 })).toThrow('the field asset takes a whole number');
  });
});

describe('the hash of a record', () => {
  const hashOf = (fields: Record<string, RecordField>, change: (slot: number, records: Records) => void = () => {}) => {
    const layout = layoutRecord({ ...FIELDS, ...fields });
    const { records, slot } = filled(layout);
    change(slot, records);
    const hash = new SetHash();
    hash.begin(1);
    const links = { owner: (number: number) => hash.mix(number), later: (number: number) => hash.mix(number) };
    compileMixer(layout, ['owner', 'later'])(hash, records.views(slot).words, records.offset(slot), links);
    hash.add();
    return hash.toString();
  };
  const { places } = layoutRecord(FIELDS);

  it('covers each field that is hashed, and no other', () => {
    const before = hashOf({});
    expect(hashOf({}, (slot, records) => records.setNumber(slot, places.count, 2))).not.toBe(before);
    expect(hashOf({}, (slot, records) => records.setWord(slot, places.owner, 9))).not.toBe(before);
    expect(hashOf({}, (slot, records) => records.setWord(slot, places.id + 3, 9))).not.toBe(before);
    expect(hashOf({}, (slot, records) => records.setWord(slot, 13, 0))).not.toBe(before);
    expect(hashOf({}, (slot, records) => records.setNumber(slot, places.derived, 9))).toBe(before);
    expect(hashOf({}, (slot, records) => records.setWord(slot, places.place, 9))).toBe(before);
  });

  it.each(['number', 'word', 'link', 'amount'] as const)('leaves out a younger %s until it is set', (kind) => {
    const fields = { later: { kind, isKept: true, isHashed: 'when set' } } as const;
    const { places } = layoutRecord({ ...FIELDS, ...fields });
    const isWide = kind === 'number' || kind === 'amount';
    const set = (slot: number, records: Records) =>
      isWide ? records.setNumber(slot, places.later, 1) : records.setWord(slot, places.later, 1);
    expect(hashOf(fields)).toBe(hashOf({}));
    expect(hashOf(fields, set)).not.toBe(hashOf({}));
  });
});
