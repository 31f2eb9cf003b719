import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { EntityModel, Items } from "@/api/types";
import { formatDateTime } from "@/shared/format";
import { ErrorState, QueryResult } from "@/shared/ui";
import classes from "./Entities.module.css";
import { useTexts } from "./texts.en";

/** The matching models in use, and a way to retrain them on the judgements. */
export function Models() {
  const t = useTexts();
  const client = useQueryClient();
  const models = useQuery({
    queryKey: ["entity-models"],
    queryFn: ({ signal }) => api.get<Items<EntityModel>>("/entities/models", signal),
  });
  const retrain = useMutation({
    mutationFn: () => api.post<null>("/entities/models", {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ["entity-models"] }),
  });
  function describe(kind: EntityModel["kind"], items: EntityModel[]): string {
    const newest = items.find((each) => each.kind === kind);
    if (!newest) return t(`models.${kind}Default`);
    return t(`models.${kind}`, {
      version: newest.version,
      judgements: t("models.judgements", { count: newest.judgements }),
      records: t("models.records", { count: newest.records }),
      at: formatDateTime(newest.made_at),
    });
  }
  return (
    <>
      <div className={classes["models"]}>
        <QueryResult of={models} what={t("models.loading")}>
          {({ items }) => (
            <span>
              {describe("person", items)} · {describe("company", items)}
            </span>
          )}
        </QueryResult>
        <Button variant="subtle" size="xs" disabled={retrain.isPending} onClick={() => retrain.mutate()}>
          {t("models.retrain")}
        </Button>
        {retrain.isSuccess && <span role="status">{t("models.retraining")}</span>}
      </div>
      {retrain.error && <ErrorState error={retrain.error} />}
    </>
  );
}
