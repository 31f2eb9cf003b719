import { UnstyledButton } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import type { Owner, Ownership } from "@/api/types";
import { percent } from "@/shared/format";
import { DataTable, StateBadge, type Column } from "@/shared/ui";
import classes from "./Ownership.module.css";
import { useTexts } from "./texts.en";

/** The share of an owner, as a range where it is not exactly known. */
export function useShareRange(): (owner: Owner) => string {
  const t = useTexts();
  return (owner) =>
    owner.high_fraction === null
      ? percent(owner.total_fraction)
      : t("owners.range", { low: percent(owner.total_fraction), high: percent(owner.high_fraction) });
}

function OwnerBadge({ owner }: { owner: Owner }) {
  const t = useTexts();
  if (owner.is_beneficial_owner) return <StateBadge tone="medium">{owner.office ?? t("owners.owner")}</StateBadge>;
  if (owner.office) return <StateBadge tone="plain">{t("owners.inPlace", { office: owner.office })}</StateBadge>;
  if (!owner.may_qualify) return null;
  return (
    <StateBadge tone="plain" sign="?">
      {t("owners.mayQualify")}
    </StateBadge>
  );
}

interface Row {
  key: string;
  name: ReactNode;
  direct: string;
  total: string;
  control: ReactNode;
}

/** Owners with their shares, then trusts and the like, then the shares whose holder is unknown. */
export function OwnersTable({
  found,
  chosen,
  onChoose,
}: {
  found: Ownership;
  chosen: string | undefined;
  onChoose: (id: string) => void;
}) {
  const t = useTexts();
  const range = useShareRange();
  const rows = [
    ...found.owners.map((one): Row => ({
      key: one.party_id,
      name: (
        <>
          <UnstyledButton
            className={classes["owner"]!}
            aria-pressed={one.party_id === chosen}
            onClick={() => onChoose(one.party_id)}
          >
            {one.name}
          </UnstyledButton>{" "}
          <OwnerBadge owner={one} />
        </>
      ),
      direct: percent(one.direct_fraction),
      total: range(one),
      control: one.control ?? t("none"),
    })),
    ...found.arrangements.map((one): Row => ({
      key: one.party_id,
      name: (
        <>
          {one.name}{" "}
          <span className={classes["faint"]}>
            {one.roles.length > 0
              ? t("owners.arrangement", { kind: one.kind, roles: one.roles.join(", ") })
              : t("owners.arrangementEmpty", { kind: one.kind })}
          </span>
        </>
      ),
      direct: t("none"),
      total: percent(one.fraction_total),
      control: t("owners.byRoles"),
    })),
    ...found.unknowns.map((one, index): Row => ({
      key: `unknown ${index}`,
      name: (
        <>
          {t("owners.unknown", { name: one.behind_name })} <span className={classes["faint"]}>{one.reason}</span>
        </>
      ),
      direct: percent(one.fraction_direct),
      total: percent(one.fraction_total),
      control: t("none"),
    })),
  ];
  const columns = useMemo(
    (): Column<Row>[] => [
      { id: "owner", header: t("owners.columns.owner"), cell: (row) => row.name },
      { id: "direct", header: t("owners.columns.direct"), align: "right", cell: (row) => row.direct },
      { id: "total", header: t("owners.columns.total"), align: "right", cell: (row) => row.total },
      {
        id: "control",
        header: t("owners.columns.control"),
        cell: (row) => <span className={classes["small"]}>{row.control}</span>,
      },
    ],
    [t],
  );
  return <DataTable label={t("owners.label")} columns={columns} rows={rows} rowKey={(row) => row.key} />;
}
