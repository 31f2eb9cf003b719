import type { Stack } from "./charts";
import { ranked } from "./charts";

const WIDTH = 720;
const HEIGHT = 120;
/** Told apart by lightness as well as by hue; the legend names each. */
const INKS = ["var(--accent)", "var(--mark-line)", "var(--ink-3)", "var(--low)", "var(--medium)", "var(--line-strong)"];

/** Stacked bars by day; the figures of a day stand in its title, and the table below the chart has them all. */
export function Bars({ title, stacks, shown }: { title: string; stacks: Stack[]; shown: (value: number) => string }) {
  const keys = ranked(stacks);
  const most = Math.max(...stacks.map((stack) => stack.total), Number.MIN_VALUE);
  const step = WIDTH / Math.max(stacks.length, 1);
  const ink = (key: string) => INKS[keys.indexOf(key) % INKS.length];
  return (
    <figure style={{ margin: 0, minWidth: 0 }}>
      <figcaption className="row small muted" style={{ marginBottom: 4, flexWrap: "wrap" }}>
        <b className="grow">{title}</b>
        {keys.map((key) => (
          <span key={key} className="row" style={{ gap: 4 }}>
            <span aria-hidden="true" style={{ width: 8, height: 8, borderRadius: 2, background: ink(key) }} /> {key}
          </span>
        ))}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 16}`}
        width="100%"
        role="img"
        aria-label={`${title}: ${stacks.length} days, at most ${shown(most)} a day`}
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} stroke="var(--line-strong)" />
        <text x="0" y="10" fontSize="10" fill="var(--ink-3)">
          {shown(most)}
        </text>
        {stacks.map((stack, place) => {
          let top = HEIGHT;
          return (
            <g key={stack.day}>
              <title>{`${stack.day}: ${shown(stack.total)}${stack.parts.map((part) => `\n${part.key}: ${shown(part.value)}`).join("")}`}</title>
              <rect x={place * step} y="0" width={step} height={HEIGHT} fill="transparent" />
              {stack.parts.map((part) => {
                const height = (part.value / most) * (HEIGHT - 14);
                top -= height;
                return (
                  <rect
                    key={part.key}
                    x={place * step + step * 0.15}
                    y={top}
                    width={Math.min(step * 0.7, 40)}
                    height={height}
                    fill={ink(part.key)}
                  />
                );
              })}
              {(place === 0 || place === stacks.length - 1 || stacks.length <= 8) && (
                <text
                  x={Math.min(place * step + step * 0.15, WIDTH - 56)}
                  y={HEIGHT + 13}
                  fontSize="10"
                  fill="var(--ink-3)"
                >
                  {stack.day.slice(5)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
