import { Age } from '../blocks/values/Age.tsx';

/** How old figures are: `positionsAt` is when their positions stood like that, `pricesAt` when they were asked for. */
export function AsOf({ positionsAt, pricesAt }: { readonly positionsAt: number; readonly pricesAt: number }) {
  return (
    <span className="muted">
      positions as of <Age at={positionsAt} />, prices asked for <Age at={pricesAt} />
    </span>
  );
}
