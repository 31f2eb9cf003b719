import { useEffect, useRef, useState, type ReactNode } from "react";
import classes from "./ScrollBox.module.css";

/** Scrolls sideways what is too wide, and can be focused for that only while there is something to scroll. */
export function ScrollBox({ label, children }: { label: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setScrolls(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className={classes["box"]} {...(scrolls ? { role: "group", tabIndex: 0, "aria-label": label } : {})}>
      {children}
    </div>
  );
}
