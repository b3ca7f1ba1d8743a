import type { Locator } from 'playwright-core';

/** The texts of elements that lie over each other, in pairs. */
export async function overlaps(places: Locator): Promise<string[]> {
  return places.evaluateAll((elements) => {
    const boxes = elements.map((element) => ({ text: element.textContent, box: element.getBoundingClientRect() }));
    return boxes.flatMap((one, index) =>
      boxes
        .slice(index + 1)
        .filter(
          ({ box }) =>
            box.left < one.box.right &&
            box.right > one.box.left &&
            box.top < one.box.bottom &&
            box.bottom > one.box.top,
        )
        .map(({ text }) => `${one.text} / ${text}`),
    );
  });
}
