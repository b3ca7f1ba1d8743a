import { expect, it } from 'vitest';
import { placeHash, readPlace } from './place.ts';

it.each([
  ['', { screen: '', path: [], query: {} }],
  ['#', { screen: '', path: [], query: {} }],
  ['#/', { screen: '', path: [], query: {} }],
  ['#/clients', { screen: 'clients', path: [], query: {} }],
  ['#/clients/', { screen: 'clients', path: [], query: {} }],
  [
    '#/clients/7a/orders?state=open&q=a%26b%3F',
    { screen: 'clients', path: ['7a', 'orders'], query: { state: 'open', q: 'a&b?' } },
  ],
  ['#/instruments/BTC%2FUSDC', { screen: 'instruments', path: ['BTC/USDC'], query: {} }],
  ['#/clients/%E0%A4%A', { screen: 'clients', path: ['%E0%A4%A'], query: {} }],
])('%s leads to a place', (hash, place) => {
  expect(readPlace(hash)).toEqual(place);
});

it('an address leads to where it was made for', () => {
  const hash = placeHash('clients', ['a/b', 'orders'], { q: 'Ö ?&=#', none: undefined, empty: '' });
  expect(readPlace(hash)).toEqual({ screen: 'clients', path: ['a/b', 'orders'], query: { q: 'Ö ?&=#' } });
});
