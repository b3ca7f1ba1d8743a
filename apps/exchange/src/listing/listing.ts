import { readFileSync } from 'node:fs';
import { type CommandData, readCommand } from '@fulcrum/matching';
import { OperatorError } from '@fulcrum/service';
import { z } from 'zod';

/** What the core does not keep of an asset or a market: it is for people alone. */
const file = z.strictObject({
  assets: z.array(z.looseObject({ asset: z.string(), displayName: z.string().min(1).max(64) })).max(1_000),
  markets: z.array(z.looseObject({ market: z.string(), createdAt: z.iso.datetime({ local: true }) })).max(1_000),
});

/** The assets and markets that a file lists. */
export class Listing {
  readonly assets: readonly CommandData<'set-asset'>[];
  readonly markets: readonly CommandData<'set-market'>[];
  readonly #displayNames: ReadonlyMap<string, string>;
  readonly #createdAt: ReadonlyMap<string, string>;

  /**
   * @param json the file's text.
   * @throws OperatorError that names what is wrong.
   */
  constructor(json: string) {
    const { assets, markets } = parse(json);
    this.#displayNames = new Map(assets.map(({ asset, displayName }) => [asset, displayName]));
    this.#createdAt = new Map(markets.map(({ market, createdAt }) => [market, createdAt]));
    this.assets = assets.map(({ displayName: _, ...asset }) => commandData('set-asset', asset));
    this.markets = markets.map(({ createdAt: _, ...market }) => commandData('set-market', market));
  }

  static read(path: string): Listing {
    try {
      return new Listing(readFileSync(path, 'utf8'));
    } catch (error) {
      throw new OperatorError(`${path}: ${(error as Error).message}`);
    }
  }

  displayName(asset: string): string {
    return this.#displayNames.get(asset) ?? asset;
  }

  /** When a market was made, as ISO text without its zone, which is UTC; null where the file does not say. */
  createdAt(market: string): string | null {
    return this.#createdAt.get(market) ?? null;
  }
}

function parse(json: string): z.output<typeof file> {
  const parsed = file.safeParse(JSON.parse(json));
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw new OperatorError(`${fault?.path.join('.')}: ${fault?.message}`);
}

/** Reads settings as the core will: what it would call malformed is a fault of the file. */
function commandData<Type extends 'set-asset' | 'set-market'>(type: Type, settings: object): CommandData<Type> {
  const command = readCommand(type, JSON.stringify(settings));
  if (command.type === 'invalid') throw new OperatorError(`${JSON.stringify(settings)}: ${command.message}`);
  const known: object = command;
  for (const name of Object.keys(settings))
    if (!Object.hasOwn(known, name)) throw new OperatorError(`${name} is no setting of ${JSON.stringify(settings)}`);
  const { type: _, requestId: __, ...data } = known as Record<string, unknown>;
  return data as CommandData<Type>;
}
