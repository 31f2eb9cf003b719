import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, query } from "@/api/client";
import type { Case, CaseTouched, HiddenLink, Owner, Ownership, Page } from "@/api/types";
import { percent } from "@/shared/format";
import { DEFAULT_SCOPE, type OwnershipScope } from "@/shared/ownershipScope";
import { Card, DataTable, EmptyState, QueryResult, StateBadge, TextLink, type Column } from "@/shared/ui";
import classes from "./Ownership.module.css";
import { RuleBar } from "./RuleBar";
import { useTexts } from "./texts.en";

const DETAILS = ["address", "phone", "email", "director"] as const;
const CASE_DEPTH = 2; // links

/** Parties that share an address, phone, e-mail address or director with the entity. */
export function HiddenLinks({ id }: { id: string }) {
  const t = useTexts();
  const hidden = useQuery({
    queryKey: ["entity", id, "hidden"],
    queryFn: ({ signal }) => api.get<Page<HiddenLink>>(`/entities/${id}/hidden-links`, signal),
  });
  const columns = useMemo(
    (): Column<HiddenLink>[] => [
      {
        id: "other",
        header: t("entity.hidden.columns.other"),
        cell: (link) => (
          <TextLink to="/entities/$id" params={{ id: link.other_id }}>
            {link.other_name}
          </TextLink>
        ),
        sortValue: (link) => link.other_name,
      },
      {
        id: "shared",
        header: t("entity.hidden.columns.shared"),
        cell: (link) =>
          link.shared
            .map((one) => {
              const kind = DETAILS.find((each) => each === one.kind);
              return t("entity.hidden.shared", {
                kind: kind ? t(`entity.hidden.kinds.${kind}`) : one.kind,
                value: one.value,
                count: one.sharing,
              });
            })
            .join("; "),
      },
      {
        id: "strength",
        header: t("entity.hidden.columns.strength"),
        align: "right",
        cell: (link) => link.strength.toFixed(2),
        sortValue: (link) => link.strength,
      },
    ],
    [t],
  );
  return (
    <Card title={t("entity.hidden.title")}>
      <QueryResult of={hidden} what={t("entity.hidden.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t("entity.hidden.empty")} />
          ) : (
            <DataTable
              label={t("entity.hidden.title")}
              columns={columns}
              rows={items}
              rowKey={(link) => link.other_id}
            />
          )
        }
      </QueryResult>
    </Card>
  );
}

function CaseName({ id }: { id: string }) {
  const t = useTexts();
  const one = useQuery({ queryKey: ["case", id], queryFn: ({ signal }) => api.get<Case>(`/cases/${id}`, signal) });
  return one.data ? t("entity.cases.name", { reference: one.data.reference, customer: one.data.customer_name }) : id;
}

/** Cases in which the entity or a party linked to it appears. */
export function Cases({ id }: { id: string }) {
  const t = useTexts();
  const cases = useQuery({
    queryKey: ["entity", id, "cases"],
    queryFn: ({ signal }) => api.get<Page<CaseTouched>>(`/entities/${id}/cases${query({ depth: CASE_DEPTH })}`, signal),
  });
  const columns = useMemo(
    (): Column<CaseTouched>[] => [
      {
        id: "case",
        header: t("entity.cases.columns.case"),
        cell: (one) => (
          <TextLink to="/cases/$id" params={{ id: one.case_id }} search={{ tab: "ownership" }}>
            <CaseName id={one.case_id} />
          </TextLink>
        ),
      },
      {
        id: "link",
        header: t("entity.cases.columns.link"),
        cell: (one) =>
          one.distance === 0
            ? t("entity.cases.direct")
            : t("entity.cases.through", { name: one.through_name, count: one.distance }),
        sortValue: (one) => one.distance,
      },
    ],
    [t],
  );
  return (
    <Card title={t("entity.cases.title")}>
      <QueryResult of={cases} what={t("entity.cases.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t("entity.cases.empty")} />
          ) : (
            <DataTable label={t("entity.cases.title")} columns={columns} rows={items} rowKey={(one) => one.case_id} />
          )
        }
      </QueryResult>
    </Card>
  );
}

type Row = { owner: Owner } | { unknown: number };

/** Owners of the entity, computed from the statements of all cases. */
export function EntityOwners({ id }: { id: string }) {
  const t = useTexts();
  const [scope, setScope] = useState<OwnershipScope>(DEFAULT_SCOPE);
  const owners = useQuery({
    queryKey: ["entity", id, "owners", scope],
    queryFn: ({ signal }) => api.get<Ownership>(`/entities/${id}/owners${query({ ...scope })}`, signal),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo(
    (): Column<Row>[] => [
      {
        id: "owner",
        header: t("owners.columns.owner"),
        cell: (row) =>
          "unknown" in row ? (
            t("entity.owners.unknown")
          ) : (
            <>
              <TextLink to="/entities/$id" params={{ id: row.owner.party_id }}>
                {row.owner.name}
              </TextLink>{" "}
              {row.owner.is_beneficial_owner && <StateBadge tone="medium">{t("owners.owner")}</StateBadge>}
              <div className={classes["small"]}>{row.owner.explanation}</div>
            </>
          ),
      },
      {
        id: "control",
        header: t("owners.columns.control"),
        cell: (row) => (
          <span className={classes["small"]}>{"owner" in row ? (row.owner.control ?? t("none")) : ""}</span>
        ),
      },
      {
        id: "total",
        header: t("owners.columns.total"),
        align: "right",
        cell: (row) => percent("owner" in row ? row.owner.total_fraction : row.unknown),
      },
    ],
    [t],
  );
  return (
    <Card title={t("entity.owners.title")}>
      <QueryResult of={owners} what={t("entity.owners.loading")}>
        {(found) => (
          <>
            <div className={classes["bar"]}>
              <RuleBar found={found} scope={scope} onScope={setScope} reset={t("rule.resetEntity")} />
            </div>
            <p className={classes["summary"]}>{found.regime_label}</p>
            {found.owners.length === 0 ? (
              <EmptyState text={t("entity.owners.empty")} />
            ) : (
              <DataTable
                label={t("entity.owners.title")}
                columns={columns}
                rows={[...found.owners.map((owner): Row => ({ owner })), { unknown: found.unknown_fraction }]}
                rowKey={(row) => ("owner" in row ? row.owner.party_id : "unknown")}
              />
            )}
          </>
        )}
      </QueryResult>
    </Card>
  );
}
