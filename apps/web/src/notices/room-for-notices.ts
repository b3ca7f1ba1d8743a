/** The style sheets' variable for the height of the notices. */
const HEIGHT = '--notices-height';

/** The gap between the notices and the element that they must not cover. */
const GAP_PX = 8;

/**
 * Keeps notices from covering the page. The style sheets are told the height of the notices, so that the page ends
 * above them. If they would cover the focused element, or the row of its position, the page is scrolled up.
 *
 * @param viewport the element that holds the notices.
 * @returns a function that stops it.
 */
export function roomForNotices(viewport: HTMLElement | null): (() => void) | undefined {
  if (viewport === null) return undefined;
  const onChange = () => {
    const { height } = viewport.getBoundingClientRect();
    document.documentElement.style.setProperty(HEIGHT, `${height === 0 ? 0 : height + 2 * GAP_PX}px`);
    if (height > 0) uncoverFocus(viewport);
  };
  const resized = new ResizeObserver(onChange);
  resized.observe(viewport);
  // On a phone a notice replaces another one, often of the same height.
  const replaced = new MutationObserver(onChange);
  replaced.observe(viewport, { childList: true });
  return () => {
    resized.disconnect();
    replaced.disconnect();
  };
}

function uncoverFocus(viewport: HTMLElement): void {
  const focused = document.activeElement;
  if (focused === null || focused === document.body || viewport.contains(focused)) return;
  // The row also says why a level was refused.
  const shown = focused.closest('[data-order-id]') ?? focused;
  const [box, over] = [shown.getBoundingClientRect(), viewport.getBoundingClientRect()];
  const isCovered = box.left < over.right && box.right > over.left && box.top < over.bottom && box.bottom > over.top;
  if (isCovered) window.scrollBy(0, box.bottom - over.top + GAP_PX);
}
