/** Shortcuts of single letters: when they are meant for the page and when for something in it. */

import { useEffect, useRef } from "react";

/** Whether a key press belongs to a field, to a dialog or to the browser, and is no shortcut of the page. */
export const isTyping = (event: KeyboardEvent): boolean =>
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  (event.target instanceof HTMLElement &&
    (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) ||
      event.target.closest('[role="menu"], [role="listbox"]') !== null)) ||
  document.querySelector('[aria-modal="true"], dialog[open]') !== null;

/** Calls `press` for keys meant for the page, while mounted. `press` returns whether it used the key. */
export function useShortcuts(press: (event: KeyboardEvent) => boolean): void {
  const latest = useRef(press);
  useEffect(() => {
    latest.current = press;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isTyping(event) && latest.current(event)) event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
