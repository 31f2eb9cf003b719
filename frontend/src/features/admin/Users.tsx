import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Items, TenantUser } from "@/api/types";
import { useMe } from "@/shared/session";
import { Card, confirmAction, ErrorState, QueryResult } from "@/shared/ui";
import { fields, Heads, useChange } from "./forms";

const ROLES = ["analyst", "reviewer", "head", "auditor", "engineer", "scientist", "admin"];

function RolesForm({ user, onDone }: { user: TenantUser; onDone: () => void }) {
  const change = useChange("users", (roles: string[]) => api.patch(`/users/${user.id}`, { roles }));
  // A tenant may have roles of its own beside the seven; the ones a person holds are never dropped unseen.
  const offered = [...ROLES, ...user.roles.filter((role) => !ROLES.includes(role))];
  return (
    <form
      aria-label={`Roles of ${user.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(new FormData(event.currentTarget).getAll("roles").map(String), { onSuccess: onDone });
      }}
    >
      <div className="row wrapx" style={{ gap: "4px 14px" }}>
        {offered.map((role, index) => (
          <label key={role} className="row nowrap" style={{ gap: 5 }}>
            <input
              type="checkbox"
              name="roles"
              value={role}
              defaultChecked={user.roles.includes(role)}
              autoFocus={index === 0}
            />
            {role}
          </label>
        ))}
        <span className="grow" />
        <button className="btn sm go" disabled={change.isPending}>
          Save roles
        </button>
        <button type="button" className="btn sm" onClick={onDone}>
          Cancel
        </button>
      </div>
      {change.error && <ErrorState error={change.error} />}
    </form>
  );
}

function Row({ user }: { user: TenantUser }) {
  const me = useMe();
  const [editing, setEditing] = useState(false);
  const access = useChange("users", (active: boolean) => api.patch(`/users/${user.id}`, { active }));
  async function end() {
    const confirmed = await confirmAction({
      title: `End the sign-in of ${user.name}?`,
      text: `${user.name} is signed out everywhere and cannot sign in again until you allow it.`,
      confirm: "End sign-in",
      danger: true,
    });
    if (confirmed) access.mutate(false);
  }
  return (
    <tr>
      <td>
        {user.name}
        {!user.active && <span className="faint"> (may not sign in)</span>}
      </td>
      <td className="muted">{user.email}</td>
      {editing ? (
        <td colSpan={2}>
          <RolesForm user={user} onDone={() => setEditing(false)} />
        </td>
      ) : (
        <>
          <td className="muted">{user.roles.join(", ")}</td>
          <td className="right nowrap">
            {user.id === me?.user.id ? (
              <span className="faint small" title="Somebody else has to change your rights.">
                you
              </span>
            ) : (
              <>
                <button
                  type="button"
                  className="btn sm bare"
                  aria-label={`Change the roles of ${user.name}`}
                  onClick={() => setEditing(true)}
                >
                  Roles
                </button>
                <button
                  type="button"
                  className="btn sm bare"
                  disabled={access.isPending}
                  aria-label={`${user.active ? "End" : "Allow"} sign-in of ${user.name}`}
                  onClick={() => (user.active ? end() : access.mutate(true))}
                >
                  {user.active ? "End sign-in" : "Allow sign-in"}
                </button>
              </>
            )}
            {access.error && <ErrorState error={access.error} />}
          </td>
        </>
      )}
    </tr>
  );
}

function NewUser() {
  const add = useChange("users", (body: unknown) => api.post("/users", body));
  return (
    <>
      <form
        className="body row wrapx"
        style={{ alignItems: "end" }}
        onSubmit={(event) => {
          const of = fields(event);
          const form = event.currentTarget;
          add.mutate(
            { name: of("name"), email: of("email"), password: of("password"), roles: [of("role")] },
            { onSuccess: () => form.reset() },
          );
        }}
      >
        <label className="field grow">
          Name
          <input name="name" required />
        </label>
        <label className="field grow">
          E-mail
          <input name="email" type="email" required />
        </label>
        <label className="field grow">
          First password (12 or more)
          <input name="password" type="password" minLength={12} required autoComplete="new-password" />
        </label>
        <label className="field">
          Role
          <select name="role">
            {ROLES.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </select>
        </label>
        <button className="btn" disabled={add.isPending}>
          Add user
        </button>
      </form>
      {add.error && <ErrorState error={add.error} />}
    </>
  );
}

/** Who may sign in, and as what. */
export function Users() {
  const users = useQuery({
    queryKey: ["users"],
    queryFn: ({ signal }) => api.get<Items<TenantUser>>("/users", signal),
  });
  return (
    <Card title="Users">
      <QueryResult of={users} what="Loading the users">
        {({ items }) => (
          <table>
            <Heads of={["Name", "E-mail", "Roles", ""]} />
            <tbody>
              {items.map((user) => (
                <Row key={user.id} user={user} />
              ))}
            </tbody>
          </table>
        )}
      </QueryResult>
      <NewUser />
    </Card>
  );
}
