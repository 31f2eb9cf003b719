/**
 * The look in one place. Screens use the variables below and Mantine's components; both follow the system's choice of
 * light or dark. Contrast of every pair of ink and ground is at least 4.5 : 1, checked by axe in tests/e2e.
 */

import { Button, colorsTuple, createTheme, Input, virtualColor, type CSSVariablesResolver } from "@mantine/core";

const LIGHT = {
  "--bg": "#f6f7f8",
  "--surface": "#ffffff",
  "--raised": "#ffffff",
  "--line": "#e3e6e9",
  "--line-strong": "#cdd3d8",
  "--ink": "#15191d",
  "--ink-2": "#4a545e",
  "--ink-3": "#626d78",
  "--accent": "#0b6e69",
  "--accent-ink": "#ffffff",
  "--accent-soft": "#e2f2f0",
  "--mark": "#ffe38a",
  "--mark-line": "#b98900",
  "--mark-soft": "#fff6d6",
  "--low": "#1d7a46",
  "--medium": "#8f5b00",
  "--high": "#b3261e",
  "--low-soft": "#e3f4ea",
  "--medium-soft": "#fdf0d8",
  "--high-soft": "#fce8e6",
};
const DARK: typeof LIGHT = {
  "--bg": "#101315",
  "--surface": "#171b1e",
  "--raised": "#1d2226",
  "--line": "#272d32",
  "--line-strong": "#3a434a",
  "--ink": "#e9edf0",
  "--ink-2": "#b3bdc6",
  "--ink-3": "#8d99a4",
  "--accent": "#4fc3bb",
  "--accent-ink": "#06201e",
  "--accent-soft": "#12302e",
  "--mark": "#6b5510",
  "--mark-line": "#e0b53a",
  "--mark-soft": "#2b2612",
  "--low": "#6fd199",
  "--medium": "#f0b95b",
  "--high": "#ff8f85",
  "--low-soft": "#14301f",
  "--medium-soft": "#33270f",
  "--high-soft": "#3a1a18",
};

/** Mantine's own variables in terms of ours, so that its components need no colours of their own. */
const MANTINE = {
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-body": "var(--raised)",
  "--mantine-color-bright": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-2)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-color-error": "var(--high)",
  "--mantine-color-success": "var(--low)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--bg)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line-strong)",
  "--mantine-color-disabled": "transparent",
  "--mantine-color-disabled-color": "var(--ink-3)",
  "--mantine-color-disabled-border": "var(--line)",
  "--mantine-primary-color-contrast": "var(--accent-ink)",
  "--mantine-color-accent-filled": "var(--accent)",
  "--mantine-color-accent-filled-hover": "color-mix(in srgb, var(--accent) 90%, var(--ink))",
  "--mantine-color-accent-light": "var(--accent-soft)",
  "--mantine-color-accent-light-hover": "var(--accent-soft)",
  "--mantine-color-accent-light-color": "var(--accent)",
  "--mantine-color-accent-outline": "var(--accent)",
  "--mantine-color-accent-contrast": "var(--accent-ink)",
  "--mantine-color-danger-filled": "var(--high)",
  "--mantine-color-danger-filled-hover": "color-mix(in srgb, var(--high) 90%, var(--ink))",
  "--mantine-color-danger-light": "var(--high-soft)",
  "--mantine-color-danger-light-color": "var(--high)",
  "--mantine-color-danger-outline": "var(--high)",
  "--mantine-color-danger-contrast": "var(--surface)",
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { "--radius": "6px", "--row": "32px" },
  light: { ...LIGHT, ...MANTINE },
  dark: { ...DARK, ...MANTINE },
});

export const theme = createTheme({
  primaryColor: "accent",
  // Virtual colours are the ones whose text colour on a filled ground may differ between light and dark.
  colors: {
    accent: virtualColor({ name: "accent", light: "accentLight", dark: "accentDark" }),
    accentLight: colorsTuple(LIGHT["--accent"]),
    accentDark: colorsTuple(DARK["--accent"]),
    danger: virtualColor({ name: "danger", light: "dangerLight", dark: "dangerDark" }),
    dangerLight: colorsTuple(LIGHT["--high"]),
    dangerDark: colorsTuple(DARK["--high"]),
    gray: [
      "#f6f7f8",
      "#eef0f2",
      "#e3e6e9",
      "#d6dbdf",
      "#cdd3d8",
      "#8a949e",
      "#626d78",
      "#4a545e",
      "#2f363d",
      "#15191d",
    ],
    dark: [
      "#e9edf0",
      "#b3bdc6",
      "#8d99a4",
      "#8d99a4",
      "#3a434a",
      "#272d32",
      "#1d2226",
      "#171b1e",
      "#101315",
      "#0b0d0f",
    ],
  },
  autoContrast: true,
  black: LIGHT["--ink"],
  fontFamily: 'Inter, system-ui, "Segoe UI", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: "ui-monospace, monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "18px" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.45", lg: "1.45", xl: "1.45" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "3px", sm: "4px", md: "6px", lg: "8px", xl: "10px" },
  defaultRadius: "md",
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "18px" }, h2: { fontSize: "14px" }, h3: { fontSize: "14px" } },
  },
  components: {
    Button: Button.extend({
      vars: (_, { size }) => ({
        root:
          size === "xs"
            ? { "--button-height": "26px", "--button-padding-x": "10px", "--button-fz": "13px" }
            : { "--button-height": "30px", "--button-padding-x": "12px", "--button-fz": "14px" },
      }),
      styles: { root: { fontWeight: 500 } },
    }),
    // By name, so that what the first page does not use is not loaded with it.
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 28 } },
    Input: Input.extend({ vars: () => ({ wrapper: { "--input-height": "32px", "--input-fz": "14px" } }) }),
    Select: { defaultProps: { comboboxProps: { shadow: "md" } } },
    Modal: {
      defaultProps: { radius: "xl", transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.5 } },
    },
    Menu: { defaultProps: { shadow: "md", position: "bottom-end", transitionProps: { duration: 80 } } },
    Table: { defaultProps: { verticalSpacing: 5, horizontalSpacing: "md" } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
});
