import { lazy, Suspense } from "react";
import { Loading } from "@/shared/ui";

const Loaded = lazy(() => import("./Viewer").then((module) => ({ default: module.Viewer })));

/** The page of a document; loaded with the first one that is opened, because a case opens without it. */
export function Viewer() {
  return (
    <Suspense fallback={<Loading />}>
      <Loaded />
    </Suspense>
  );
}
