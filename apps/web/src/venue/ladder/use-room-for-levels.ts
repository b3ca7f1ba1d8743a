import { type RefObject, useLayoutEffect, useState } from 'react';
import { useIsNarrow } from '../../positions/use-is-narrow.ts';

/** The heights in the style sheet: of a level, and of the head and the spread together. */
const ROW_PX = 20;
const OTHERS_PX = 54;

const FEWEST = 5;
const MOST = 40;

/** On a narrow screen the page scrolls, so that there is room for any number. */
const NARROW = 10;

/** How many levels of each side fit into an element. */
export function useRoomForLevels(place: RefObject<HTMLElement | null>): number {
  const isNarrow = useIsNarrow();
  const [levels, setLevels] = useState(NARROW);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null || isNarrow) return setLevels(NARROW);
    const resized = new ResizeObserver(() => {
      const room = Math.floor((element.clientHeight - OTHERS_PX) / 2 / ROW_PX);
      setLevels(Math.min(Math.max(room, FEWEST), MOST));
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, [place, isNarrow]);
  return levels;
}
