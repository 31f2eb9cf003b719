import { lazy, Suspense } from "react";
import { Loading } from "@/shared/ui";

const Loaded = lazy(() => import("./NewCase").then((module) => ({ default: module.NewCase })));

/** The form of a new case, loaded when it is opened: a case that exists opens without it. */
export function NewCase() {
  return (
    <Suspense fallback={<Loading />}>
      <Loaded />
    </Suspense>
  );
}
