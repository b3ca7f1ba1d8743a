import { expect, it } from 'vitest';
import { HandlePlaces } from './handle-places.ts';

/** A chart of 200 pixels that shows the prices from 200 at its top down to 0. */
function chart(width = 400) {
  const places = new HandlePlaces(
    (price) => 200 - price,
    () => ({ width, height: 200 }),
  );
  const follow = (key: string, price: number, isSign = false) => {
    const style = {
      visibility: '',
      transform: '',
      width: '',
      setProperty: (name: string, to: string) => {
        if (name === '--left') element.left = to;
        else if (name === '--shift') element.shift = to;
        else element.free = to;
      },
    };
    const element = { style, dataset: {} as Record<string, string>, left: '', shift: '', free: '' };
    places.follow(key, { element: element as unknown as HTMLElement, price, isSign });
    return element;
  };
  return { places, follow };
}

it('puts a handle over its line', () => {
  const { follow } = chart();
  expect(follow('a', 150)).toMatchObject({
    style: { visibility: 'visible', transform: 'translateY(50px)' },
    dataset: {},
  });
});

it('keeps the handle of a level beyond the chart at its edge', () => {
  const { places, follow } = chart();
  places.setEdges({ above: 55, below: 40 });
  expect(follow('high', 900)).toMatchObject({
    style: { visibility: 'visible', transform: `translateY(55px)` },
    dataset: { beyond: 'above' },
  });
  expect(follow('low', -5)).toMatchObject({
    style: { visibility: 'visible', transform: `translateY(160px)` },
    dataset: { beyond: 'below' },
  });
});

it('keeps a handle clear of what is written at the edges, also where its line runs through that', () => {
  const { places, follow } = chart();
  places.setEdges({ above: 55, below: 40 });
  expect(follow('in the head', 180)).toMatchObject({
    style: { transform: 'translateY(55px)' },
    dataset: { beyond: 'above' },
  });
  expect(follow('in the foot', 10)).toMatchObject({
    style: { transform: 'translateY(160px)' },
    dataset: { beyond: 'below' },
  });
  expect(follow('sign', 180, true).style.visibility).toBe('hidden');
});

it('shows a sign only while its level is beyond', () => {
  const { follow } = chart();
  expect([follow('in', 100, true), follow('out', 201, true)].map(({ style }) => style.visibility)).toEqual([
    'hidden',
    'visible',
  ]);
});

it('gives the room at an edge to the nearest, and says how many others there are', () => {
  const { places, follow } = chart(308);
  const told: number[] = [];
  places.subscribe(() => told.push(places.crowdedOut()));
  const [far, near, nearer] = [follow('far', 900), follow('near', 500), follow('nearer', 300)];
  expect([far, near, nearer].map(({ style }) => style.visibility)).toEqual(['hidden', 'visible', 'visible']);
  expect([nearer.left, near.left]).toEqual(['8px', '158px']);
  follow('lowest', -300);
  follow('farthest', 1_000);
  expect(told).toEqual([1, 2]);
});

it('hides none whose line is inside the chart: tags that find no room beside each other stand above and below', () => {
  const { places, follow } = chart(308);
  const handles = ['a', 'b', 'c', 'd'].map((key) => follow(key, 100));
  expect(handles.map(({ left, shift, style }) => [left, shift, style.visibility])).toEqual([
    ['8px', '0px', 'visible'],
    ['158px', '0px', 'visible'],
    ['8px', '-22px', 'visible'],
    ['8px', '22px', 'visible'],
  ]);
  expect(handles.map(({ dataset }) => 'shifted' in dataset)).toEqual([false, false, true, true]);
  expect(places.crowdedOut()).toBe(0);
});

it('lets a line be taken hold of right of the tags in its way: none is covered by the line of another', () => {
  const { follow } = chart(608);
  const [high, low, alone] = [follow('high', 104), follow('low', 100), follow('alone', 20)];
  expect([high, low, alone].map(({ left, free }) => [left, free])).toEqual([
    ['8px', '308px'],
    ['158px', '308px'],
    ['8px', '158px'],
  ]);
});

it('shows every line in sight also where the whole chart is full of tags', () => {
  const { places, follow } = chart(158);
  const handles = Array.from({ length: 20 }, (_, index) => follow(String(index), 100));
  expect(new Set(handles.map(({ style }) => style.visibility))).toEqual(new Set(['visible']));
  expect(places.crowdedOut()).toBe(0);
});
