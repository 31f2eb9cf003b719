import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@/api/client";
import type { EntityPage as Entity, GoldenValue } from "@/api/types";
import { Card, QueryResult } from "@/shared/ui";

const words = (property: string): string => property.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

function Value({ value, entity }: { value: GoldenValue; entity: Entity }) {
  const record = entity.records.find((each) => each.id === value.record_ids[0]);
  const where = record?.document_name === "declared" ? "as declared" : (record?.document_name ?? "");
  return (
    <tr>
      <td className="muted nowrap">{words(value.property)}</td>
      <td>
        {value.value}
        {value.others.length > 0 && <div className="small muted">also given: {value.others.join("; ")}</div>}
      </td>
      <td className="small muted">{value.rule}</td>
      <td className="small">
        {record?.case_id ? (
          <Link
            to="/cases/$id"
            params={{ id: record.case_id }}
            search={{
              tab: "facts",
              ...(value.document_id ? { document: value.document_id, page: 1 } : {}),
              ...(value.fact_id ? { fact: value.fact_id } : {}),
            }}
            className="src"
          >
            {where}
          </Link>
        ) : (
          where
        )}
      </td>
    </tr>
  );
}

/** The best of what is known of an entity, where it comes from and why, and the records behind it. */
export function GoldenRecord({ id }: { id: string }) {
  const found = useQuery({
    queryKey: ["entity", id, "golden"],
    queryFn: ({ signal }) => api.get<Entity>(`/entities/${id}`, signal),
  });
  return (
    <QueryResult of={found} what="Loading the record">
      {(entity) => (
        <>
          <Card title="What is known">
            <table>
              <thead>
                <tr>
                  <th scope="col">Property</th>
                  <th scope="col">Value</th>
                  <th scope="col">Why this one</th>
                  <th scope="col">From</th>
                </tr>
              </thead>
              <tbody>
                {entity.golden.map((value) => (
                  <Value key={`${value.property} ${value.value}`} value={value} entity={entity} />
                ))}
              </tbody>
            </table>
          </Card>
          <Card title="Records">
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Birth date</th>
                  <th scope="col">Country</th>
                  <th scope="col">Where it stands</th>
                </tr>
              </thead>
              <tbody>
                {entity.records.map((record) => (
                  <tr key={record.id}>
                    <td>{record.name}</td>
                    <td>{record.birth_date ?? <span className="faint">not given</span>}</td>
                    <td>{record.country?.toUpperCase() ?? <span className="faint">not given</span>}</td>
                    <td className="small">
                      {record.case_id ? (
                        <Link
                          to="/cases/$id"
                          params={{ id: record.case_id }}
                          search={{ tab: "facts" }}
                          className="link"
                        >
                          {record.document_name === "declared" ? "as declared in the case" : record.document_name}
                        </Link>
                      ) : (
                        `imported from ${record.source}`
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Card>
        </>
      )}
    </QueryResult>
  );
}
