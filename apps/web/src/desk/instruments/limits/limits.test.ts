import { expect, it } from 'vitest';
import { limitsOf, typedLimits } from './limits.ts';

const DIFFERENCES = [
  { field: 'maxOpenOrders', before: '50', after: '-' },
  { field: 'maxNotional', before: '1000000.000000', after: '-' },
  { field: 'positionMode', before: 'netting', after: '-' },
];

it('the form begins with the limits that hold, and asks for the same where nothing is changed', () => {
  const typed = typedLimits(DIFFERENCES);
  expect(typed).toEqual({
    ...{ maxOpenOrders: '50', maxNotional: '1000000.000000', maxTotalNotional: '', positionMode: 'netting' },
  });
  expect(limitsOf(typed)).toEqual({ maxOpenOrders: 50, maxNotional: '1000000.000000', positionMode: 'netting' });
});

it('what is empty does not hold, and what is no number is left to the API', () => {
  const typed = {
    maxOpenOrders: ' ',
    maxNotional: 'a lot',
    maxTotalNotional: '2,500,000',
    positionMode: 'hedging',
  } as const;
  expect(limitsOf(typed)).toEqual({ maxNotional: 'a lot', maxTotalNotional: '2500000' });
});
