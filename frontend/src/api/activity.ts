/** Whether a person is at this page: requests that the page sends by itself do not keep a session alive. */

const INPUTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
const ATTENDED_MS = 60_000;

// Not the wall clock, which may be set while the page is open.
let lastInputAt = performance.now();

export const noteInput = (): void => void (lastInputAt = performance.now());

for (const input of INPUTS) globalThis.addEventListener?.(input, noteInput, { capture: true, passive: true });

/** A reading request without a touch of a key or the pointer in the last minute is the page's own, as of a timer or of news. */
export const isUnattended = (method: string): boolean =>
  method === "GET" && performance.now() - lastInputAt > ATTENDED_MS;
