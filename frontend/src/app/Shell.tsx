import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { session } from "@/api/client";
import { startStream, stopStream, useStream } from "@/api/stream";
import { Keys, Palette } from "./Palette";
import { useMe } from "./session";

const PLACES = [
  ["/", "Queue"],
  ["/screening", "Screening"],
  ["/review", "Review"],
  ["/library", "Library"],
  ["/insights", "Insights"],
  ["/admin", "Admin"],
] as const;

export const typing = (event: KeyboardEvent): boolean =>
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) ||
  document.querySelector("dialog[open]") !== null;

export function Shell() {
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<"palette" | "keys" | null>(null);

  // News come in bursts while documents are read: what they touch is fetched at most twice a second.
  const planned = useRef(new Set<string>());
  function fresh(queryKey: unknown[]) {
    const name = String(queryKey);
    if (planned.current.has(name)) return;
    planned.current.add(name);
    setTimeout(() => {
      planned.current.delete(name);
      void client.invalidateQueries({ queryKey });
    }, 500);
  }

  useEffect(() => {
    startStream();
    return stopStream;
  }, []);
  useStream(({ name, data }) => {
    if (name === "queue.news") fresh(["queue"]);
    if (name === "case.news") fresh(["case", data["case_id"]]);
  });
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen("palette");
      } else if (event.key === "?" && !typing(event)) setOpen("keys");
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

  async function leave() {
    await session.logout().catch(() => undefined);
    client.clear();
    await navigate({ to: "/login" });
  }

  return (
    <div className="app">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <Link to="/" className="brand">
          <i aria-hidden="true" />
          Ascertain
        </Link>
        <nav aria-label="Main">
          {PLACES.map(([to, label]) => (
            <Link key={to} to={to} activeOptions={{ exact: to === "/", includeSearch: false }}>
              {label}
            </Link>
          ))}
        </nav>
        <span className="grow" />
        <button type="button" className="find" onClick={() => setOpen("palette")}>
          Search or jump to <kbd>Ctrl K</kbd>
        </button>
        <span className="pick" style={{ margin: "0 8px" }}>
          {me?.tenant.name}
        </span>
        <button type="button" className="btn sm bare" onClick={() => void leave()}>
          Sign out
        </button>
        <span className="who" title={me?.user.name} role="img" aria-label={`Signed in as ${me?.user.name ?? ""}`}>
          {me?.user.initials}
        </span>
      </header>
      <main id="main" tabIndex={0}>
        <Outlet />
      </main>
      {open === "palette" && <Palette onClose={() => setOpen(null)} />}
      {open === "keys" && <Keys onClose={() => setOpen(null)} />}
    </div>
  );
}
