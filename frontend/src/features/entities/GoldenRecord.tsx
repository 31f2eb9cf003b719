import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/api/client";
import type { EntityPage as Entity, GoldenValue } from "@/api/types";
import { Card, DataTable, EmptyState, QueryResult, TextLink, type Column } from "@/shared/ui";
import classes from "./Entities.module.css";
import { useTexts } from "./texts.en";

type EntityRecord = Entity["records"][number];

/** A property of FollowTheMoney as words: "registrationNumber" is "registration number". */
const propertyName = (property: string): string => property.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

function ValueSource({ value, record }: { value: GoldenValue; record: EntityRecord | undefined }) {
  const t = useTexts();
  if (!record) return null;
  const name = record.document_name === "declared" ? t("record.declared") : record.document_name;
  if (!record.case_id) return name;
  return (
    <TextLink
      to="/cases/$id"
      params={{ id: record.case_id }}
      search={{
        tab: "facts",
        ...(value.document_id ? { document: value.document_id, page: 1 } : {}),
        ...(value.fact_id ? { fact: value.fact_id } : {}),
      }}
    >
      {name}
    </TextLink>
  );
}

function Values({ entity }: { entity: Entity }) {
  const t = useTexts();
  const columns = useMemo(
    (): Column<GoldenValue>[] => [
      {
        id: "property",
        header: t("record.columns.property"),
        secondary: true,
        nowrap: true,
        cell: (value) => propertyName(value.property),
      },
      {
        id: "value",
        header: t("record.columns.value"),
        cell: (value) => (
          <>
            {value.value}
            {value.others.length > 0 && (
              <div className={classes["small"]}>{t("record.others", { values: value.others.join("; ") })}</div>
            )}
          </>
        ),
      },
      {
        id: "rule",
        header: t("record.columns.rule"),
        cell: (value) => <span className={classes["small"]}>{value.rule}</span>,
      },
      {
        id: "source",
        header: t("record.columns.source"),
        cell: (value) => (
          <ValueSource value={value} record={entity.records.find((one) => one.id === value.record_ids[0])} />
        ),
      },
    ],
    [t, entity],
  );
  return (
    <Card title={t("record.title")}>
      {entity.golden.length === 0 ? (
        <EmptyState text={t("record.empty")} />
      ) : (
        <DataTable
          label={t("record.title")}
          columns={columns}
          rows={entity.golden}
          rowKey={(value) => `${value.property} ${value.value}`}
        />
      )}
    </Card>
  );
}

function Records({ entity }: { entity: Entity }) {
  const t = useTexts();
  const columns = useMemo((): Column<EntityRecord>[] => {
    const missing = <span className={classes["missing"]}>{t("pair.notGiven")}</span>;
    return [
      {
        id: "name",
        header: t("records.columns.name"),
        cell: (record) => record.name,
        sortValue: (record) => record.name,
      },
      {
        id: "birthDate",
        header: t("records.columns.birthDate"),
        nowrap: true,
        cell: (record) => record.birth_date ?? missing,
      },
      {
        id: "country",
        header: t("records.columns.country"),
        cell: (record) => record.country?.toUpperCase() ?? missing,
      },
      {
        id: "source",
        header: t("records.columns.source"),
        cell: (record) =>
          record.case_id ? (
            <TextLink to="/cases/$id" params={{ id: record.case_id }} search={{ tab: "facts" }}>
              {record.document_name === "declared" ? t("records.declared") : record.document_name}
            </TextLink>
          ) : (
            t("records.imported", { source: record.source })
          ),
      },
    ];
  }, [t]);
  return (
    <Card title={t("records.title")}>
      {entity.records.length === 0 ? (
        <EmptyState text={t("records.empty")} />
      ) : (
        <DataTable label={t("records.title")} columns={columns} rows={entity.records} rowKey={(record) => record.id} />
      )}
    </Card>
  );
}

/** The best value of each property of an entity with its source, and the records behind it. */
export function GoldenRecord({ id }: { id: string }) {
  const t = useTexts();
  const found = useQuery({
    queryKey: ["entity", id, "golden"],
    queryFn: ({ signal }) => api.get<Entity>(`/entities/${id}`, signal),
  });
  return (
    <QueryResult of={found} what={t("record.loading")}>
      {(entity) => (
        <>
          <Values entity={entity} />
          <Records entity={entity} />
        </>
      )}
    </QueryResult>
  );
}
