import { expect, it } from 'vitest';
import { EDGE_PX, HandlePlaces } from './handle-places.ts';

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
      setProperty: (_: string, to: string) => (element.column = to),
    };
    const element = { style, dataset: {} as Record<string, string>, column: '' };
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
  const { follow } = chart();
  expect(follow('high', 900)).toMatchObject({
    style: { visibility: 'visible', transform: `translateY(${EDGE_PX}px)` },
    dataset: { beyond: 'above' },
  });
  expect(follow('low', -5)).toMatchObject({
    style: { visibility: 'visible', transform: `translateY(${200 - EDGE_PX}px)` },
    dataset: { beyond: 'below' },
  });
});

it('shows a sign only while its level is beyond', () => {
  const { follow } = chart();
  expect([follow('in', 100, true), follow('out', 201, true)].map(({ style }) => style.visibility)).toEqual([
    'hidden',
    'visible',
  ]);
});

it('gives the room at an edge to the nearest', () => {
  const { follow } = chart(308);
  const [far, near, nearer] = [follow('far', 900), follow('near', 500), follow('nearer', 300)];
  expect([far, near, nearer].map(({ style }) => style.visibility)).toEqual(['hidden', 'visible', 'visible']);
  expect([nearer.column, near.column]).toEqual(['0', '1']);
});
