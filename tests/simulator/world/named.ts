import { Supervised } from './supervised.ts';
import type { World } from './world.ts';

type Boot<App> = ConstructorParameters<typeof Supervised<App>>[2];

/** Some processes of one kind: api-1, api-2, ... */
export function named<App>(world: World, name: string, count: number, boot: Boot<App>): Supervised<App>[] {
  return Array.from({ length: count }, (_, index) => new Supervised<App>(world, `${name}-${index + 1}`, boot));
}
