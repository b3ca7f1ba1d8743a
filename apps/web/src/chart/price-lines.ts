import { type IPriceLine, type ISeriesApi, LineStyle, type LineWidth } from 'lightweight-charts';
import type { Colours } from './colours.ts';

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

/** The price lines of a series, told as a whole: only what differs is drawn anew. */
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

  /** The library would move labels of lines that are out of sight into sight, where many stand close together. */
  labelSeen(isSeen: (price: number) => boolean): void {
    for (const drawn of this.#drawn.values()) {
      const isLabelled = isSeen(drawn.line.price);
      if (isLabelled === drawn.isLabelled) continue;
      drawn.isLabelled = isLabelled;
      drawn.drawing.applyOptions({ axisLabelVisible: isLabelled });
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
