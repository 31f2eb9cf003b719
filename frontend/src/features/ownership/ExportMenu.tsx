import { Button, Menu } from "@mantine/core";
import { useTexts } from "./texts.en";

type Format = "bods" | "ftm" | "graphml" | "cypher" | "json";

/** Downloads of the ownership in several formats. */
export function ExportMenu({ formats, href }: { formats: readonly Format[]; href: (format: Format) => string }) {
  const t = useTexts();
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" size="xs" rightSection={<span aria-hidden="true">▾</span>}>
          {t("files.export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map((format) => (
          <Menu.Item key={format} component="a" href={href(format)} download>
            {t(`files.formats.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
