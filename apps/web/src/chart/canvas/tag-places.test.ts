import { expect, it } from 'vitest';
import { TAG_HEIGHT, TagPlaces } from './tag-places.ts';

const room = { columns: 2, top: 0, bottom: 100 };

it('puts tags at the same height beside each other, and then right above and below', () => {
  const places = new TagPlaces(room);
  expect([50, 50, 50, 50, 50].map((y) => places.takeNear(y))).toEqual([
    { column: 0, y: 50 },
    { column: 1, y: 50 },
    { column: 0, y: 50 - TAG_HEIGHT },
    { column: 0, y: 50 + TAG_HEIGHT },
    { column: 1, y: 50 - TAG_HEIGHT },
  ]);
});

it('lets no tag cover another, up to the last place', () => {
  const places = new TagPlaces({ columns: 1, top: 0, bottom: 66 });
  const heights = [33, 30, 33, 40].map((y) => places.takeNear(y)?.y);
  expect(heights).toEqual([33, 11, 55, undefined]);
});

it('gives a place at an edge only there', () => {
  const places = new TagPlaces(room);
  expect([90, 90, 90].map((y) => places.takeAt(y)?.column)).toEqual([0, 1, undefined]);
  expect(places.takeAt(90 - TAG_HEIGHT)).toEqual({ column: 0, y: 90 - TAG_HEIGHT });
});
