import { Button, Code, Group, Radio, SimpleGrid, Stack, Table, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Case, Uploaded } from "@/api/types";
import { size } from "@/shared/format";
import { Card, CardBody, CardTable, ErrorState, Page } from "@/shared/ui";
import { DropZone } from "@/shared/ui/DropZone";
import { uploadFiles } from "@/shared/upload";
import classes from "./Case.module.css";
import { useTexts } from "./texts.en";

const KINDS = ["company", "person"] as const;
const LONGEST_NAME = 300;

/** The case is open, but not every file was accepted: says which, before going there. */
function Opened({ id, uploaded }: { id: string; uploaded: Uploaded }) {
  const t = useTexts();
  const navigate = useNavigate();
  return (
    <Page title={t("open.title")} narrow>
      <Card title={t("opened.title")}>
        <CardTable label={t("opened.files")}>
          {uploaded.refused.map((one) => (
            <Table.Tr key={one.filename}>
              <Table.Td>{one.filename}</Table.Td>
              <Table.Td className={classes["high"]!}>
                {t("opened.refused", { reason: one.detail })} <Code>{one.code}</Code>
              </Table.Td>
            </Table.Tr>
          ))}
          {uploaded.items.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>{one.filename}</Table.Td>
              <Table.Td className={classes["low"]!}>{t("opened.accepted")}</Table.Td>
            </Table.Tr>
          ))}
        </CardTable>
        <CardBody>
          <Button onClick={() => void navigate({ to: "/cases/$id", params: { id } })}>{t("opened.go")}</Button>
        </CardBody>
      </Card>
    </Page>
  );
}

export function NewCase() {
  const t = useTexts();
  const navigate = useNavigate();
  const [kind, setKind] = useState<(typeof KINDS)[number]>("company");
  const [files, setFiles] = useState<File[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [opened, setOpened] = useState<{ id: string; uploaded: Uploaded } | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim() || null;
    setError(null);
    setBusy(t("open.opening"));
    try {
      const { id } = await api.post<Case>("/cases", {
        customer_name: text("customer_name"),
        customer_kind: kind,
        country: text("country")?.toLowerCase() ?? null,
        ...(kind === "company"
          ? { registration_number: text("registration_number") }
          : { birth_date: text("birth_date") }),
      });
      const uploaded: Uploaded = { items: [], refused: [] };
      if (files.length > 0) {
        setBusy(t("open.sending", { count: files.length }));
        const answer = await uploadFiles(id, files);
        uploaded.items.push(...answer.items);
        uploaded.refused.push(...answer.refused);
      }
      if (uploaded.refused.length === 0) await navigate({ to: "/cases/$id", params: { id } });
      else setOpened({ id, uploaded });
    } catch (problem) {
      setError(problem);
    }
    setBusy(null);
  }

  if (opened) return <Opened {...opened} />;
  return (
    <Page title={t("open.title")} narrow>
      <Card title={t("open.title")}>
        <CardBody>
          <form onSubmit={(event) => void submit(event)}>
            <Stack gap="md">
              <Radio.Group
                label={t("open.customerIs")}
                value={kind}
                onChange={(value) => setKind(value === "person" ? "person" : "company")}
              >
                <Group gap="lg" mt="xs">
                  {KINDS.map((one) => (
                    <Radio key={one} value={one} label={t(`open.kinds.${one}`)} />
                  ))}
                </Group>
              </Radio.Group>
              <TextInput
                label={t("open.name")}
                name="customer_name"
                required
                withAsterisk={false}
                maxLength={LONGEST_NAME}
                autoFocus
                autoComplete="off"
              />
              <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="lg">
                <TextInput
                  label={t("open.country")}
                  description={t("open.countryHint")}
                  inputWrapperOrder={["label", "input", "description", "error"]}
                  name="country"
                  pattern="[A-Za-z]{2}"
                  maxLength={2}
                  autoComplete="off"
                />
                {kind === "company" ? (
                  <TextInput
                    label={t("open.number")}
                    name="registration_number"
                    maxLength={LONGEST_NAME}
                    autoComplete="off"
                  />
                ) : (
                  <TextInput
                    label={t("open.birthDate")}
                    description={t("open.birthDateHint")}
                    inputWrapperOrder={["label", "input", "description", "error"]}
                    name="birth_date"
                    pattern="\d{4}(-\d{2}(-\d{2})?)?"
                    autoComplete="off"
                  />
                )}
              </SimpleGrid>
              <DropZone label={t("open.drop")} onFiles={(more) => setFiles([...files, ...more])} />
              {files.map((file, index) => (
                <Group key={`${file.name}-${index}`} wrap="nowrap">
                  <Text size="xs" flex={1} truncate>
                    {file.name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {size(file.size)}
                  </Text>
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => setFiles(files.filter((_, other) => other !== index))}
                    aria-label={t("open.removeFile", { file: file.name })}
                  >
                    {t("open.remove")}
                  </Button>
                </Group>
              ))}
              <Group>
                <Button type="submit" disabled={busy !== null}>
                  {busy ?? t("open.submit")}
                </Button>
              </Group>
            </Stack>
          </form>
        </CardBody>
        {error !== null && <ErrorState error={error} />}
      </Card>
    </Page>
  );
}
