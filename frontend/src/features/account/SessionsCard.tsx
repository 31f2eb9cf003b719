import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/api/client";
import type { Items, SignIn } from "@/api/types";
import { useChange } from "@/shared/change";
import { Card, confirmAction, DataTable, DateTime, ErrorState, QueryResult, type Column } from "@/shared/ui";
import { deviceName } from "./device";
import { useTexts } from "./texts.en";

export function SessionsCard() {
  const t = useTexts();
  const sessions = useQuery({
    queryKey: ["sign-ins"],
    queryFn: ({ signal }) => api.get<Items<SignIn>>("/account/sessions", signal),
  });
  // Without an id all of them; the next call is answered with 401 then, which leads to the sign-in page.
  const end = useChange("sign-ins", (id: string | null) => api.delete(`/account/sessions${id ? `/${id}` : ""}`));
  const { mutate } = end;
  async function endAll() {
    const confirmed = await confirmAction({
      title: t("sessions.confirmEverywhere.title"),
      text: t("sessions.confirmEverywhere.text"),
      confirm: t("sessions.confirmEverywhere.button"),
      danger: true,
    });
    if (confirmed) mutate(null);
  }
  const columns = useMemo((): Column<SignIn>[] => {
    const device = (one: SignIn) => deviceName(one.device) || t("sessions.unknown");
    return [
      { id: "device", header: t("sessions.columns.device"), cell: device },
      { id: "address", header: t("sessions.columns.address"), secondary: true, cell: (one) => one.address },
      {
        id: "began",
        header: t("sessions.columns.began"),
        secondary: true,
        cell: (one) => <DateTime at={one.began_at} />,
      },
      { id: "seen", header: t("sessions.columns.seen"), cell: (one) => <DateTime at={one.seen_at} /> },
      {
        id: "actions",
        header: t("sessions.columns.actions"),
        hiddenHeader: true,
        align: "right",
        cell: (one) =>
          one.current ? (
            t("sessions.here")
          ) : (
            <Button
              size="xs"
              variant="default"
              aria-label={t("sessions.endOf", { device: device(one) })}
              onClick={() => mutate(one.id)}
            >
              {t("sessions.end")}
            </Button>
          ),
      },
    ];
  }, [t, mutate]);
  return (
    <Card
      title={t("sessions.title")}
      extra={
        <Button size="xs" variant="default" onClick={() => void endAll()}>
          {t("sessions.everywhere")}
        </Button>
      }
    >
      <QueryResult of={sessions} what={t("sessions.loading")}>
        {({ items }) => (
          <DataTable label={t("sessions.title")} columns={columns} rows={items} rowKey={(one) => one.id} />
        )}
      </QueryResult>
      {end.error && <ErrorState error={end.error} />}
    </Card>
  );
}
