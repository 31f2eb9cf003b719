import { Button, Checkbox, PasswordInput, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Items, TenantUser } from "@/api/types";
import { useMe } from "@/shared/session";
import { Card, confirmAction, DataTable, ErrorState, QueryResult, type Column } from "@/shared/ui";
import classes from "./Admin.module.css";
import { fields, useChange } from "./forms";
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

function UserActions({ user, onEdit }: { user: TenantUser; onEdit: () => void }) {
  const t = useTexts();
  const me = useMe();
  const access = useChange("users", (active: boolean) => api.patch(`/users/${user.id}`, { active }));
  async function end() {
    const confirmed = await confirmAction({
      title: t("users.confirmEnd.title", { name: user.name }),
      text: t("users.confirmEnd.text", { name: user.name }),
      confirm: t("users.confirmEnd.button"),
      danger: true,
    });
    if (confirmed) access.mutate(false);
  }
  if (user.id === me?.user.id)
    return (
      <span className={classes["faint"]} title={t("users.yourRights")}>
        {t("users.you")}
      </span>
    );
  return (
    <>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        px={6}
        aria-label={t("users.changeRoles", { name: user.name })}
        onClick={onEdit}
      >
        {t("users.roles")}
      </Button>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        px={6}
        disabled={access.isPending}
        aria-label={t(user.active ? "users.endOf" : "users.allowOf", { name: user.name })}
        onClick={() => (user.active ? void end() : access.mutate(true))}
      >
        {t(user.active ? "users.end" : "users.allow")}
      </Button>
      {access.error && <ErrorState error={access.error} />}
    </>
  );
}

function NewUser() {
  const t = useTexts();
  const [role, setRole] = useState<string>("analyst");
  const add = useChange("users", (body: unknown) => api.post("/users", body));
  function submit(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    const text = fields(event);
    add.mutate(
      { name: text("name"), email: text("email"), password: text("password"), roles: [role] },
      { onSuccess: () => form.reset() },
    );
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
        <PasswordInput
          className={classes["grow"]!}
          label={t("users.password")}
          description={t("users.passwordHint")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          name="password"
          minLength={12}
          required
          withAsterisk={false}
          autoComplete="new-password"
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
  const users = useQuery({
    queryKey: ["users"],
    queryFn: ({ signal }) => api.get<Items<TenantUser>>("/users", signal),
  });
  const columns = useMemo(
    (): Column<TenantUser>[] => [
      {
        id: "name",
        header: t("users.columns.name"),
        cell: (user) => (
          <>
            {user.name} {!user.active && <span className={classes["faint"]}>{t("users.cannotSignIn")}</span>}
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
        cell: (user) => edited !== user.id && <UserActions user={user} onEdit={() => setEdited(user.id)} />,
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
      <NewUser />
    </Card>
  );
}
