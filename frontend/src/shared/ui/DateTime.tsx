import { formatDateTime, formatDay, formatZone, relative } from "../format";
import { useTexts } from "../texts.en";

/** A moment: ISO day and local time; on hover its distance from now and the time zone. */
export function DateTime({ at, dayOnly = false }: { at: string; dayOnly?: boolean }) {
  const t = useTexts();
  const hover = t("time.hover", { relative: relative(at), zone: formatZone(at) });
  return (
    <time dateTime={at} title={dayOnly ? `${formatDateTime(at)} · ${hover}` : hover}>
      {dayOnly ? formatDay(at) : formatDateTime(at)}
    </time>
  );
}
