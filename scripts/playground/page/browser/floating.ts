/** Something that floats over the page, above dialogs too: shown where there is room, gone with a press elsewhere. Used by menus and lists. */

export interface Floating {
  close(): void;
}

const MARGIN = 8;

const isPhone = () => matchMedia("(max-width: 720px)").matches;

/**
 * `around`: below it, above it where there is no room. `owner`: presses on it do not count as elsewhere. Its place in the document stays the
 * caller's, because what floats over a modal dialog has to be inside of it.
 */
export function float(element: HTMLElement, around: DOMRect, owner: HTMLElement, onElsewhere: () => void): Floating {
  element.popover = "manual";
  element.showPopover();
  // The style sheet makes a sheet at the lower edge of it on phones.
  if (!isPhone()) place(element, around);
  const elsewhere = (event: PointerEvent) => {
    const isInside = event.target instanceof Node && (element.contains(event.target) || owner.contains(event.target));
    // The ground behind a sheet counts as the sheet.
    if (!isInside || (event.target === element && !isWithin(event, element.getBoundingClientRect()))) onElsewhere();
  };
  document.addEventListener("pointerdown", elsewhere, true);
  window.addEventListener("resize", onElsewhere);
  return {
    close() {
      document.removeEventListener("pointerdown", elsewhere, true);
      window.removeEventListener("resize", onElsewhere);
      if (element.isConnected) element.hidePopover();
    },
  };
}

function place(element: HTMLElement, around: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = element;
  const below = around.bottom + height + MARGIN <= innerHeight;
  const top = below ? around.bottom : Math.max(MARGIN, around.top - height);
  const left = Math.max(MARGIN, Math.min(around.left, innerWidth - width - MARGIN));
  Object.assign(element.style, { top: `${top}px`, left: `${left}px` });
}

function isWithin({ clientX, clientY }: PointerEvent, { left, right, top, bottom }: DOMRect): boolean {
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}

export function pointRect(x: number, y: number): DOMRect {
  return new DOMRect(x, y, 0, 0);
}
