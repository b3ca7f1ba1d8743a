import { expect, it } from 'vitest';
import { streamKeys } from './keys.ts';

it('names the streams of both cores, each in the slot of its shard', () => {
  const { ofEngine, ofVenue } = streamKeys(3);
  expect({ ...ofEngine, replies: ofEngine.replies('me') }).toEqual({
    shard: 3,
    input: 'engine-stream:{3}',
    output: 'callback-stream:{3}',
    replies: 'replies:{3}:me',
  });
  expect({ ...ofVenue, replies: ofVenue.replies('me') }).toEqual({
    shard: 3,
    input: 'venue-stream:{3}',
    output: 'venue-events:{3}',
    replies: 'venue-replies:{3}:me',
  });
});
