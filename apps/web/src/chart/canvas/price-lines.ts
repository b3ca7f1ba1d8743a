import { type IPriceLine, type ISeriesApi, LineStyle, type LineWidth } from 'lightweight-charts';
import type { Colours } from '../../drawing/colours.ts';
import { labelled } from './labels.ts';

/** A line across the chart at a price, in the library's numbers. */
export interface Line {
  readonly key: string;
  readonly price: number;
  readonly title: string;
  readonly colour: keyof Colours;
  readonly style: 'solid' | 'dashed' | 'dotted';
}

const STYLES = { solid: LineStyle.Solid, dashed: LineStyle.Dashed, dotted: LineStyle.SparseDotted };
const WIDTH: LineWidth = 1;

interface Drawn {
  line: Line;
  isLabelled: boolean;
  readonly drawing: IPriceLine;
}

/** The price lines of a series. They are set as a whole, and only those that differ are drawn again. */
export class PriceLines {
  readonly #series: ISeriesApi<'Candlestick'>;
  readonly #drawn = new Map<string, Drawn>();
  #colours: Colours;

  constructor(series: ISeriesApi<'Candlestick'>, colours: Colours) {
    this.#series = series;
    this.#colours = colours;
  }

  set(lines: readonly Line[]): void {
    const keys = new Set(lines.map(({ key }) => key));
    for (const [key, { drawing }] of this.#drawn) {
      if (keys.has(key)) continue;
      this.#series.removePriceLine(drawing);
      this.#drawn.delete(key);
    }
    for (const line of lines) this.#draw(line);
  }

  paint(colours: Colours): void {
    this.#colours = colours;
    for (const { line, drawing } of this.#drawn.values()) drawing.applyOptions(this.#options(line));
  }

  /**
   * Labels as many lines as there is room for.
   *
   * @param heightOf gives the height of a price in pixels; undefined out of sight.
   * @param reserved the heights of other labels.
   */
  labelSeen(heightOf: (price: number) => number | undefined, reserved: readonly number[]): void {
    const all = [...this.#drawn.values()];
    const isLabelled = labelled(
      all.map(({ line }) => heightOf(line.price)),
      reserved,
    );
    for (const [index, drawn] of all.entries()) {
      const isDue = isLabelled[index] ?? false;
      if (isDue === drawn.isLabelled) continue;
      drawn.isLabelled = isDue;
      drawn.drawing.applyOptions({ axisLabelVisible: isDue });
    }
  }

  #draw(line: Line): void {
    const before = this.#drawn.get(line.key);
    if (before === undefined) {
      this.#drawn.set(line.key, { line, isLabelled: true, drawing: this.#series.createPriceLine(this.#options(line)) });
    } else if (isChanged(before.line, line)) {
      before.drawing.applyOptions(this.#options(line));
      before.line = line;
    }
  }

  #options({ price, title, colour, style }: Line) {
    const color = this.#colours[colour];
    return {
      price,
      title,
      color,
      axisLabelColor: color,
      lineWidth: WIDTH,
      lineStyle: STYLES[style],
    };
  }
}

function isChanged(before: Line, after: Line): boolean {
  return (
    before.price !== after.price ||
    before.title !== after.title ||
    before.colour !== after.colour ||
    before.style !== after.style
  );
}
