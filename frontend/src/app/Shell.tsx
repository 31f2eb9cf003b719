import { Kbd, Menu, Text, UnstyledButton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { session } from "@/api/client";
import { startStream, stopStream, useStream } from "@/api/stream";
import { useShortcuts } from "@/shared/keyboard";
import { useMe } from "@/shared/session";
import { Loading } from "@/shared/ui";
import { Brand } from "./Brand";
import classes from "./Shell.module.css";
import { useTexts } from "./texts.en";

const Keys = lazy(() => import("./Keys"));
const loadPalette = () => import("./Palette");
const Palette = lazy(loadPalette);

const PLACES = [
  ["/", "queue"],
  ["/screening", "screening"],
  ["/review", "review"],
  ["/library", "library"],
  ["/insights", "insights"],
  ["/admin", "admin"],
] as const;

/** Marks what the events of the stream touch as outdated. They come in bursts: each query at most once a second, when the summaries of cases have followed. */
function useLiveQueries(): void {
  const client = useQueryClient();
  const planned = useRef(new Set<string>());
  function outdate(queryKey: unknown[]) {
    const name = String(queryKey);
    if (planned.current.has(name)) return;
    planned.current.add(name);
    setTimeout(() => {
      planned.current.delete(name);
      void client.invalidateQueries({ queryKey });
    }, 1000);
  }
  useEffect(() => {
    startStream();
    return stopStream;
  }, []);
  useStream(({ name, data }) => {
    if (name === "queue.news") outdate(["queue"]);
    if (name === "case.news") outdate(["case", data["case_id"]]);
  });
}

function UserMenu({ onKeys }: { onKeys: () => void }) {
  const t = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  async function signOut() {
    await session.logout().catch(() => undefined);
    client.clear();
    await navigate({ to: "/login" });
  }
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton className={classes["user"]} aria-label={t("menu.open", { name: me?.user.name ?? "" })}>
          {me?.user.initials}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text inherit c="var(--ink)">
            {me?.user.name}
          </Text>
          {me?.tenant.name}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account">
          {t("menu.account")}
        </Menu.Item>
        <Menu.Item onClick={onKeys} rightSection={<Kbd size="xs">?</Kbd>}>
          {t("menu.keys")}
        </Menu.Item>
        <Menu.Item component="a" href="/docs/" target="_blank" rel="noopener">
          {t("menu.documentation")}
        </Menu.Item>
        <Menu.Item component="a" href="/docs/reference/http/" target="_blank" rel="noopener">
          {t("menu.api")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>{t("menu.signOut")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function Shell() {
  const t = useTexts();
  const me = useMe();
  const [paletteOpenings, setPaletteOpenings] = useState(0);
  const [keys, setKeys] = useState(false);
  const openPalette = () => setPaletteOpenings((count) => count + 1);
  useLiveQueries();
  useEffect(() => {
    // Ahead of its first use, so that what is typed right after Ctrl-K arrives in it.
    const timer = setTimeout(() => void loadPalette(), 1000);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      openPalette();
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  useShortcuts((event) => {
    if (event.key !== "?") return false;
    setKeys(true);
    return true;
  });

  return (
    <div className={classes["app"]}>
      <a className={classes["skip"]} href="#main">
        {t("skip")}
      </a>
      <header className={classes["top"]}>
        <Link to="/" className={classes["home"]}>
          <Brand />
        </Link>
        <nav aria-label={t("main")} className={classes["places"]}>
          {PLACES.map(([to, place]) => (
            <Link key={to} to={to} activeOptions={{ exact: to === "/", includeSearch: false }}>
              {t(`places.${place}`)}
            </Link>
          ))}
        </nav>
        <UnstyledButton className={classes["find"]} onClick={() => openPalette()} aria-label={t("search")}>
          <span className={classes["glass"]} aria-hidden="true">
            ⌕
          </span>
          <span className={classes["findText"]}>{t("search")}</span>
          <Kbd size="xs" className={classes["findKey"]!}>
            Ctrl K
          </Kbd>
        </UnstyledButton>
        <span className={classes["tenant"]}>{me?.tenant.name}</span>
        <UserMenu onKeys={() => setKeys(true)} />
      </header>
      {/* A region that scrolls has to be in the order of focus, for those who scroll by keys. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <main id="main" tabIndex={0} className={classes["main"]}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      {paletteOpenings > 0 && (
        <Suspense fallback={null}>
          <Palette openings={paletteOpenings} />
        </Suspense>
      )}
      {keys && (
        <Suspense fallback={null}>
          <Keys onClose={() => setKeys(false)} />
        </Suspense>
      )}
    </div>
  );
}
