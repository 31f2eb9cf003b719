import { Select } from "@mantine/core";
import { useId } from "react";
import { FilterBox, filterClasses } from "./FilterBox";

/** One filter of a list: its label beside its value. An empty value means that the filter is not set. */
export function FilterSelect<V extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
}) {
  const id = useId();
  return (
    <FilterBox id={id} label={label}>
      <Select
        id={id}
        variant="unstyled"
        size="xs"
        withAlignedLabels
        allowDeselect={false}
        data={options.map((option) => ({ ...option }))}
        value={value}
        onChange={(chosen) => chosen !== null && onChange(chosen as V)}
        comboboxProps={{ width: "max-content", position: "bottom-start" }}
        classNames={filterClasses}
        styles={{ input: { width: `${Math.max(6, ...options.map((option) => option.label.length)) + 3}ch` } }}
      />
    </FilterBox>
  );
}
