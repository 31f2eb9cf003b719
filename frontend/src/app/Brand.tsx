import classes from "./Brand.module.css";
import { useTexts } from "./texts.en";

export function Brand() {
  const t = useTexts();
  return (
    <span className={classes["brand"]}>
      <i aria-hidden="true" />
      {t("brand")}
    </span>
  );
}
