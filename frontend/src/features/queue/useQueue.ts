import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, query } from "@/api/client";
import type { CaseSummary, Queue } from "@/api/types";
import type { QueueSearch } from "./search";
import { keepOrder } from "./stableRows";

/**
 * The cases of a search. Rows change in place but neither move nor appear by themselves: changes are counted, and are
 * shown when the reader asks for them.
 */
export function useQueue(search: QueueSearch) {
  const found = useInfiniteQuery({
    queryKey: ["queue", search],
    queryFn: ({ signal, pageParam }) =>
      api.get<Queue>(
        `/cases${query({ ...search, state: search.state ?? "any", limit: 50, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const fresh = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  const list = JSON.stringify([search, found.data?.pages.length]);
  const [shown, setShown] = useState<{ list: string; rows: CaseSummary[] }>({ list: "", rows: [] });
  const settled = found.data !== undefined && !found.isPlaceholderData;
  // Another search, another page or the first rows of an empty list are shown at once.
  if (settled && (shown.list !== list || (shown.rows.length === 0 && fresh.length > 0)))
    setShown({ list, rows: fresh });
  const { rows, changes } = useMemo(() => keepOrder(shown.rows, fresh), [shown.rows, fresh]);
  return {
    found,
    rows,
    changes: settled ? changes : 0,
    counts: found.data?.pages[0]?.counts,
    showChanges: () => setShown({ list, rows: fresh }),
  };
}
