import "@mantine/dates/styles.layer.css";
import { DateInput, type DateInputProps } from "@mantine/dates";
import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";
import { useTexts } from "../texts.en";

dayjs.extend(customParseFormat);

/** A day as "YYYY-MM-DD", typed or picked; the value is the ISO day or null. */
export function DateField(props: Omit<DateInputProps, "valueFormat" | "dateParser">) {
  const t = useTexts();
  return (
    <DateInput
      valueFormat="YYYY-MM-DD"
      placeholder={t("dayFormat")}
      dateParser={(text) => {
        const day = dayjs(text.trim(), "YYYY-MM-DD", true);
        return day.isValid() ? day.format("YYYY-MM-DD") : null;
      }}
      firstDayOfWeek={1}
      highlightToday
      {...props}
    />
  );
}
