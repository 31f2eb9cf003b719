import { Button, Checkbox, Select, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { NewUser, PasswordLink, TenantUser } from "@/api/types";
import { Secret } from "@/features/keys";
import { fields, useChange } from "@/shared/change";
import { useMe } from "@/shared/session";
import { Card, CardBody, confirmAction, DataTable, DateTime, ErrorState, QueryResult, type Column } from "@/shared/ui";
import classes from "./Admin.module.css";
import { useTexts } from "./texts.en";

const ROLES = ["analyst", "reviewer", "head", "auditor", "engineer", "scientist", "admin"] as const;
type Texts = ReturnType<typeof useTexts>;

/** An organisation may have roles of its own beside these; they are shown by the name that it gave them. */
function roleName(role: string, t: Texts): string {
  const known = ROLES.find((one) => one === role);
  return known ? t(`role.${known}`) : role;
}

function RolesForm({ user, onDone }: { user: TenantUser; onDone: () => void }) {
  const t = useTexts();
  const change = useChange("users", (roles: string[]) => api.patch(`/users/${user.id}`, { roles }));
  // With the organisation's own roles of this user, so that saving does not take them away unseen.
  const offered = [...new Set<string>([...ROLES, ...user.roles])];
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    change.mutate(new FormData(event.currentTarget).getAll("roles").map(String), { onSuccess: onDone });
  }
  return (
    <form aria-label={t("users.rolesOf", { name: user.name })} onSubmit={submit}>
      <div className={classes["roles"]}>
        {offered.map((role, index) => (
          <Checkbox
            key={role}
            size="xs"
            name="roles"
            value={role}
            label={roleName(role, t)}
            defaultChecked={user.roles.includes(role)}
            autoFocus={index === 0}
          />
        ))}
        <Button type="submit" size="xs" disabled={change.isPending}>
          {t("users.saveRoles")}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t("users.cancel")}
        </Button>
      </div>
      {change.error && <ErrorState error={change.error} />}
    </form>
  );
}

/** The address to hand over, shown once. */
function linkText(link: PasswordLink): string {
  return location.origin + link.path;
}

type Act = "disable" | "enable" | "link" | "confirm" | "resetFactor";
const QUESTIONS = {
  disable: "confirmDisable",
  enable: "confirmEnable",
  link: "confirmLink",
  confirm: "confirmConfirm",
  resetFactor: "confirmReset",
} as const;

function UserActions({ user, onEdit, onLink }: { user: TenantUser; onEdit: () => void; onLink: OnLink }) {
  const t = useTexts();
  const me = useMe();
  const may = me?.permissions ?? [];
  const change = useChange("users", async (act: Act) => {
    if (act === "link") onLink(user.name, await api.post<PasswordLink>(`/users/${user.id}/link`));
    else if (act === "confirm") await api.post(`/users/${user.id}/confirmation`);
    else if (act === "resetFactor") await api.post(`/users/${user.id}/two-factor/reset`);
    else await api.patch(`/users/${user.id}`, { active: act === "enable" });
  });
  async function ask(act: Act) {
    const confirmed = await confirmAction({
      title: t(`users.${QUESTIONS[act]}.title`, { name: user.name }),
      text: t(`users.${QUESTIONS[act]}.text`, { name: user.name }),
      confirm: t(`users.${QUESTIONS[act]}.button`),
      danger: act === "disable" || act === "resetFactor",
    });
    if (confirmed) change.mutate(act);
  }
  if (user.id === me?.user.id)
    return (
      <span className={classes["faint"]} title={t("users.yourRights")}>
        {t("users.you")}
      </span>
    );
  const button = { size: "xs", variant: "subtle", color: "gray", px: 6, disabled: change.isPending } as const;
  return (
    <>
      {user.unconfirmed && may.includes("people.confirm") && (
        <Button
          {...button}
          color="accent"
          aria-label={t("users.confirmOf", { name: user.name })}
          onClick={() => void ask("confirm")}
        >
          {t("users.confirm")}
        </Button>
      )}
      {may.includes("admin.manage") && (
        <>
          <Button {...button} aria-label={t("users.changeRoles", { name: user.name })} onClick={onEdit}>
            {t("users.roles")}
          </Button>
          {user.active && (
            <Button {...button} aria-label={t("users.linkOf", { name: user.name })} onClick={() => void ask("link")}>
              {t("users.link")}
            </Button>
          )}
          {user.two_factor && (
            <Button
              {...button}
              aria-label={t("users.resetFactorOf", { name: user.name })}
              onClick={() => void ask("resetFactor")}
            >
              {t("users.resetFactor")}
            </Button>
          )}
          <Button
            {...button}
            aria-label={t(user.active ? "users.disableOf" : "users.enableOf", { name: user.name })}
            onClick={() => void ask(user.active ? "disable" : "enable")}
          >
            {t(user.active ? "users.disable" : "users.enable")}
          </Button>
        </>
      )}
      {change.error && <ErrorState error={change.error} />}
    </>
  );
}

type OnLink = (name: string, link: PasswordLink) => void;

function NewUserForm({ onLink }: { onLink: OnLink }) {
  const t = useTexts();
  const [role, setRole] = useState<string>("analyst");
  const add = useChange("users", async (body: { name: string; email: string; roles: string[] }) => {
    const made = await api.post<NewUser>("/users", body);
    onLink(made.user.name, made.link);
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    const text = fields(event);
    add.mutate({ name: text("name"), email: text("email"), roles: [role] }, { onSuccess: () => form.reset() });
  }
  return (
    <>
      <form className={classes["form"]} onSubmit={submit}>
        <TextInput className={classes["grow"]!} label={t("users.name")} name="name" required withAsterisk={false} />
        <TextInput
          className={classes["grow"]!}
          label={t("users.email")}
          name="email"
          type="email"
          required
          withAsterisk={false}
        />
        <Select
          label={t("users.role")}
          w={130}
          allowDeselect={false}
          value={role}
          onChange={(value) => value !== null && setRole(value)}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
        />
        <Button type="submit" variant="default" h={32} className={classes["submit"]!} disabled={add.isPending}>
          {t("users.add")}
        </Button>
      </form>
      {add.error && <ErrorState error={add.error} />}
    </>
  );
}

/** Who may sign in, and in which roles. */
export function Users() {
  const t = useTexts();
  const [edited, setEdited] = useState<string | null>(null);
  const [made, setMade] = useState<{ name: string; link: PasswordLink } | null>(null);
  const administers = useMe()?.permissions.includes("admin.manage") ?? false;
  const onLink: OnLink = (name, link) => setMade({ name, link });
  const users = useQuery({
    queryKey: ["users"],
    queryFn: ({ signal }) => api.all<TenantUser>("/users", signal),
  });
  const columns = useMemo(
    (): Column<TenantUser>[] => [
      {
        id: "name",
        header: t("users.columns.name"),
        cell: (user) => (
          <>
            {user.name} {!user.active && <span className={classes["faint"]}>{t("users.disabled")}</span>}
            {user.unconfirmed && <span className={classes["faint"]}>{t("users.unconfirmed")}</span>}
          </>
        ),
        sortValue: (user) => user.name,
      },
      {
        id: "email",
        header: t("users.columns.email"),
        secondary: true,
        cell: (user) => user.email,
        sortValue: (user) => user.email,
      },
      {
        id: "roles",
        header: t("users.columns.roles"),
        secondary: true,
        cell: (user) =>
          edited === user.id ? (
            <RolesForm user={user} onDone={() => setEdited(null)} />
          ) : (
            user.roles.map((role) => roleName(role, t)).join(", ")
          ),
      },
      {
        id: "actions",
        header: t("users.columns.actions"),
        hiddenHeader: true,
        align: "right",
        cell: (user) =>
          edited !== user.id && <UserActions user={user} onEdit={() => setEdited(user.id)} onLink={onLink} />,
      },
    ],
    [t, edited],
  );
  return (
    <Card title={t("users.title")}>
      <QueryResult of={users} what={t("users.loading")}>
        {({ items }) => (
          <DataTable label={t("users.title")} columns={columns} rows={items} rowKey={(user) => user.id} />
        )}
      </QueryResult>
      {made && (
        <>
          <Secret
            label={
              <>
                {t("users.linkFor", { name: made.name })} <DateTime at={made.link.expires_at} />:
              </>
            }
            secret={linkText(made.link)}
          />
          <CardBody>
            <Text c="dimmed">{t("users.linkHint")}</Text>
          </CardBody>
        </>
      )}
      {administers && <NewUserForm onLink={onLink} />}
    </Card>
  );
}
