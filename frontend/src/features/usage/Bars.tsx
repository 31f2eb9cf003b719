import "@mantine/core/styles/ColorSwatch.layer.css"; // of the legend
import "@mantine/charts/styles.layer.css";
import { BarChart } from "@mantine/charts";
import { ranked, type Stack } from "./charts";
import { useTexts } from "./texts.en";
import classes from "./Usage.module.css";

/** They differ in lightness as well as in hue; the legend names each. */
const COLOURS = [
  "var(--accent)",
  "var(--mark-line)",
  "var(--ink-3)",
  "var(--low)",
  "var(--medium)",
  "var(--line-strong)",
];
const HEIGHT_PX = 180;

/** Stacked bars by day; the table below the chart has the figures for those who cannot see it. */
export default function Bars({
  title,
  stacks,
  format,
}: {
  title: string;
  stacks: Stack[];
  format: (value: number) => string;
}) {
  const t = useTexts();
  const keys = ranked(stacks);
  const most = Math.max(0, ...stacks.map((stack) => stack.total));
  // By position, as the name of a model may contain what the chart takes for a path.
  const data = stacks.map((stack) => ({
    day: stack.day.slice(5),
    ...Object.fromEntries(stack.parts.map((part) => [`part${keys.indexOf(part.key)}`, part.value])),
  }));
  return (
    <figure className={classes["chart"]}>
      <figcaption>{title}</figcaption>
      <div role="img" aria-label={t("usage.chart", { title, count: stacks.length, most: format(most) })}>
        <BarChart
          h={HEIGHT_PX}
          data={data}
          dataKey="day"
          type="stacked"
          series={keys.map((key, index) => ({
            name: `part${index}`,
            label: key,
            color: COLOURS[index % COLOURS.length]!,
          }))}
          valueFormatter={format}
          withLegend
          legendProps={{ verticalAlign: "bottom" }}
          gridAxis="x"
          tickLine="none"
          maxBarWidth={40}
          yAxisProps={{ width: 64 }}
          barChartProps={{ accessibilityLayer: false }}
        />
      </div>
    </figure>
  );
}
